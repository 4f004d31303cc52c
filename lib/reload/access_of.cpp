#include "reload/access_of.h"

#include <fmt/format.h>

#include <utility>

#include "config/host.h"

namespace presenced::reload {

namespace {

std::optional<net::Proxy> dialled(const std::optional<config::Proxy>& proxy) {
  if (!proxy) return std::nullopt;
  return net::Proxy{std::string(config::without_brackets(proxy->host)), proxy->port, proxy->credentials.reveal()};
}

}  // namespace

base::Result<runtime::Access, std::string> access_of(const config::Loaded& loaded, std::size_t index) {
  const config::Workspace& workspace = loaded.settings.workspaces[index];
  const config::WorkspaceFiles& files = loaded.files[index];
  auto tls = net::TlsContext::make(files.authorities);
  if (!tls && workspace.ca_file) return fmt::format("ca_file {}: {}", workspace.ca_file->string(), tls.error());
  if (!tls) return tls.error();
  net::ProxyRules proxies{dialled(workspace.proxy), dialled(loaded.environment.proxy), loaded.environment.except};
  return runtime::Access{workspace.api_url, files.token, files.cookie, std::move(tls.value()), std::move(proxies)};
}

}  // namespace presenced::reload
