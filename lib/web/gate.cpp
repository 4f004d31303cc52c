#include "web/gate.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/ascii.h"
#include "base/host.h"
#include "base/url.h"

namespace presenced::web {
namespace {

constexpr std::uint16_t kHttpPort = 80;  // which browsers leave out

// The value of a field that counts only if it is there once: with two of them, one is not from whom we believe.
std::optional<std::string_view> only(std::string_view name, const net::HttpQuestion& question) {
  const std::string wanted = base::ascii_lower(name);
  const auto count = std::count_if(question.headers.begin(), question.headers.end(),
                                   [&](const auto& field) { return base::ascii_lower(field.first) == wanted; });
  return count == 1 ? question.header(name) : std::nullopt;
}

bool names_this_page(const GateSettings& gate, std::string_view host_field) {
  const auto host = base::parse_host_and_port(host_field);
  if (!host) return false;
  const std::string& name = host.value().host;
  if (std::find(gate.hosts.begin(), gate.hosts.end(), name) != gate.hosts.end()) return true;
  if (gate.address.empty()) return gate.hosts.empty();
  const bool here = base::is_loopback(name) || name == gate.address;
  return here && host.value().port.value_or(kHttpPort) == gate.port;
}

// "https://presence.example:8443" names the host that the request was sent to, or one of ours.
bool is_our_origin(const GateSettings& gate, std::string_view origin, std::string_view host_field) {
  const std::size_t slashes = origin.find("://");
  if (slashes == std::string_view::npos) return false;  // "null"
  const std::string_view host = origin.substr(slashes + 3);
  return base::ascii_lower(host) == base::ascii_lower(host_field) ||
         (!gate.hosts.empty() && names_this_page(gate, host));
}

bool for_a_frame(const net::HttpQuestion& question) {
  constexpr std::array<std::string_view, 5> kFrames{"iframe", "frame", "embed", "object", "fencedframe"};
  const auto destination = question.header("Sec-Fetch-Dest");
  return destination && std::find(kFrames.begin(), kFrames.end(), *destination) != kFrames.end();
}

// As the browser tells it (Fetch Metadata). A link to a page is a navigation; an answer is never linked to.
bool from_another_site(const net::HttpQuestion& question) {
  const auto site = question.header("Sec-Fetch-Site");
  if (!site || *site == "same-origin" || *site == "none") return false;
  return question.header("Sec-Fetch-Mode") != "navigate" || question.target.starts_with("/api/");
}

}  // namespace

std::optional<net::HttpAnswer> refused_at_gate(const GateSettings& gate, const net::HttpQuestion& question) {
  if (question.method != "GET" && question.method != "HEAD") {
    net::HttpAnswer refused = net::http_error(405, "the page only reads: GET and HEAD");
    refused.allow = "GET, HEAD";
    return refused;
  }
  const auto host = only("Host", question);
  if (!host || !names_this_page(gate, *host))
    return net::http_error(421, "the page is not reached under this host name; see --allow-host of presencectl serve");
  const auto origin = question.header("Origin");
  if (for_a_frame(question) || from_another_site(question) || (origin && !is_our_origin(gate, *origin, *host)))
    return net::http_error(403, "the page answers no requests of other sites");
  return std::nullopt;
}

std::optional<std::string> trusted_user(const GateSettings& gate, const net::HttpQuestion& question) {
  if (!gate.trust_header) return std::nullopt;
  const auto user = only(*gate.trust_header, question);
  return user && !user->empty() ? std::optional(std::string(*user)) : std::nullopt;
}

net::Headers protective_headers() {
  return {{"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
           "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Cross-Origin-Opener-Policy", "same-origin"}};
}

}  // namespace presenced::web
