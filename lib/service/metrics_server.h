// The HTTP server for monitoring: /metrics (Prometheus's text), /healthz (200: the process works) and /readyz (200:
// every workspace is covered); otherwise 503 and the reasons, one a line. The answers name no person. There is no
// authentication, so config/listen_address.h restricts the addresses. Lives on the loop's thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "config/settings.h"
#include "net/http_server.h"
#include "service/health.h"

namespace presenced::service {

// All are set. Called on the loop, never from inside `serve`.
struct MetricsCallbacks {
  std::function<std::string()> metrics;
  std::function<Health()> health;
  base::Millis patience{};  // a writer that is stuck for longer is not well
};

class MetricsServer {
 public:
  MetricsServer(boost::asio::io_context& loop, MetricsCallbacks callbacks);

  // Serves there from now on, or nowhere. The new place is taken before the old one is left, unless one is in the way
  // of the other (a port of one address, then of all). Empty: done. Else what is wrong with the address and what to do,
  // and the server stays where it was, if it still can.
  std::string serve(const config::Metrics& where);
  void close() { server_.reset(); }

 private:
  base::Result<std::unique_ptr<net::HttpServer>, std::string> open(const config::Metrics& where);
  net::HttpAnswer answer(const net::HttpQuestion& question) const;

  boost::asio::io_context& loop_;
  MetricsCallbacks callbacks_;
  config::Metrics where_;  // what is served
  std::unique_ptr<net::HttpServer> server_;
};

}  // namespace presenced::service
