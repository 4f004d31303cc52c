#include "reload/access_of.h"

#include <fmt/format.h>

#include <utility>

namespace presenced::reload {

base::Result<runtime::Access, std::string> access_of(const config::Loaded& loaded, std::size_t index) {
  const config::Workspace& workspace = loaded.settings.workspaces[index];
  const config::WorkspaceFiles& files = loaded.files[index];
  auto tls = net::TlsContext::make(files.authorities);
  if (!tls && workspace.ca_file) return fmt::format("ca_file {}: {}", workspace.ca_file->string(), tls.error());
  if (!tls) return tls.error();
  net::ProxyRules proxies{workspace.proxy, loaded.environment.proxy, loaded.environment.except};
  return runtime::Access{.api_url = workspace.api_url,
                         .token = files.token,
                         .app_token = files.app_token,
                         .cookie = files.cookie,
                         .team_id = workspace.team,
                         .tls = std::move(tls.value()),
                         .proxies = std::move(proxies)};
}

}  // namespace presenced::reload
