// What monitoring asks over HTTP: /metrics (Prometheus's text), /healthz (200: the process works) and /readyz (200:
// every workspace is covered); 503 with the reason, a line each. It names no person, and nobody is asked who they are:
// config/listen_address.h says where it may be. On the loop's thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "config/settings.h"
#include "net/http_server.h"
#include "supervise/health.h"

namespace presenced::supervise {

// All are set. Called on the loop, never from inside `open`.
struct MetricsCallbacks {
  std::function<std::string()> metrics;
  std::function<Health()> health;
  base::Millis patience{};  // a writer that is stuck for longer is not well
};

class MetricsServer {
 public:
  // The error says what is wrong with the address and what to do.
  static base::Result<std::unique_ptr<MetricsServer>, std::string> open(boost::asio::io_context& loop,
                                                                        const config::Metrics& where,
                                                                        MetricsCallbacks callbacks);

 private:
  explicit MetricsServer(MetricsCallbacks callbacks) : callbacks_(std::move(callbacks)) {}
  net::HttpAnswer answer(const net::HttpQuestion& question) const;

  MetricsCallbacks callbacks_;
  std::unique_ptr<net::HttpServer> server_;
};

}  // namespace presenced::supervise
