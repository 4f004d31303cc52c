#include "service/metrics_server.h"

#include <utility>

#include "metrics/exposition.h"

namespace presenced::service {
namespace {

constexpr mode_t kMetricsMode = 0660;  // of a Unix socket: the daemon's user and group

net::HttpAnswer text(int status, std::string body) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(body)};
}

net::HttpAnswer probed(const Verdict& verdict) { return text(verdict.well ? 200 : 503, verdict.text); }

}  // namespace

MetricsServer::MetricsServer(boost::asio::io_context& loop, MetricsCallbacks callbacks)
    : loop_(loop), callbacks_(std::move(callbacks)) {}

base::Result<std::unique_ptr<net::HttpServer>, std::string> MetricsServer::open(const config::Metrics& where) {
  if (!where.enabled()) return std::unique_ptr<net::HttpServer>();
  const auto handler = [this](const net::HttpQuestion& question, const auto& done) { done(answer(question)); };
  return where.socket.empty() ? net::HttpServer::on_tcp(loop_, where.address, where.port, {}, handler)
                              : net::HttpServer::on_unix_socket(loop_, where.socket,
                                                                base::SocketAccess{.mode = kMetricsMode}, {}, handler);
}

std::string MetricsServer::serve(const config::Metrics& where) {
  auto opened = open(where);
  if (!opened && server_) {
    server_.reset();
    opened = open(where);
  }
  if (!opened) {
    if (server_) return opened.error();
    auto back = open(where_);
    if (!back) return opened.error() + "; the old address cannot be used again either: " + back.error();
    server_ = std::move(back.value());
    return opened.error();
  }
  server_ = std::move(opened.value());
  where_ = where;
  return {};
}

net::HttpAnswer MetricsServer::answer(const net::HttpQuestion& question) const {
  const std::string path = question.target.substr(0, question.target.find('?'));
  const bool known = path == "/metrics" || path == "/healthz" || path == "/readyz";
  if (!known) return text(404, "unknown path; the paths are /metrics, /healthz and /readyz\n");
  if (question.method != "GET") {
    net::HttpAnswer refused = text(405, "only GET\n");
    refused.allow = "GET";
    return refused;
  }
  if (path == "/healthz") return probed(alive(callbacks_.health(), callbacks_.patience));
  if (path == "/readyz") return probed(covered(callbacks_.health()));
  return {.status = 200, .content_type = std::string(metrics::kContentType), .body = callbacks_.metrics()};
}

}  // namespace presenced::service
