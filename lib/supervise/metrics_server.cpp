#include "supervise/metrics_server.h"

#include <utility>

#include "metrics/exposition.h"

namespace presenced::supervise {
namespace {

constexpr mode_t kMetricsMode = 0660;  // of a Unix socket: the daemon's user and group

net::HttpAnswer text(int status, std::string body) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(body)};
}

net::HttpAnswer probed(const Verdict& verdict) { return text(verdict.well ? 200 : 503, verdict.text); }

}  // namespace

base::Result<std::unique_ptr<MetricsServer>, std::string> MetricsServer::open(boost::asio::io_context& loop,
                                                                              const config::Metrics& where,
                                                                              MetricsCallbacks callbacks) {
  std::unique_ptr<MetricsServer> made(new MetricsServer(std::move(callbacks)));
  const auto handler = [self = made.get()](const net::HttpQuestion& question, const auto& done) {
    done(self->answer(question));
  };
  auto server = where.socket.empty() ? net::HttpServer::on_tcp(loop, where.address, where.port, {}, handler)
                                     : net::HttpServer::on_unix_socket(loop, where.socket, kMetricsMode, {}, handler);
  if (!server) return server.error();
  made->server_ = std::move(server.value());
  return made;
}

net::HttpAnswer MetricsServer::answer(const net::HttpQuestion& question) const {
  const std::string path = question.target.substr(0, question.target.find('?'));
  const bool known = path == "/metrics" || path == "/healthz" || path == "/readyz";
  if (!known) return text(404, "there are /metrics, /healthz and /readyz\n");
  if (question.method != "GET") {
    net::HttpAnswer refused = text(405, "only GET\n");
    refused.allow = "GET";
    return refused;
  }
  if (path == "/healthz") return probed(alive(callbacks_.health(), callbacks_.patience));
  if (path == "/readyz") return probed(covered(callbacks_.health()));
  return {.status = 200, .content_type = std::string(metrics::kContentType), .body = callbacks_.metrics()};
}

}  // namespace presenced::supervise
