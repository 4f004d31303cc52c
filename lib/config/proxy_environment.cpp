#include "config/proxy_environment.h"

#include <utility>

#include "config/proxy_url.h"

namespace presenced::config {
namespace {

struct Variable {
  std::string name;
  std::string value;
};

// The first of the two that is set and not empty.
std::optional<Variable> either(const Variables& variable, const char* small, const char* capital) {
  for (const char* name : {small, capital})
    if (auto value = variable ? variable(name) : std::nullopt; value && !value->empty())
      return Variable{name, std::move(*value)};
  return std::nullopt;
}

}  // namespace

EnvironmentProxy environment_proxy(const Variables& variable, Problems& problems) {
  EnvironmentProxy found;
  if (const auto except = either(variable, "no_proxy", "NO_PROXY")) found.except = except->value;
  const auto address = either(variable, "https_proxy", "HTTPS_PROXY");
  if (!address) return found;
  const bool schemed = address->value.find("://") != std::string::npos;
  auto proxy = checked_proxy(schemed ? address->value : "http://" + address->value);
  if (proxy)
    found.proxy = std::move(proxy.value());
  else
    problems.push_back({"the environment", 0, 0, address->name, proxy.error().message});
  return found;
}

}  // namespace presenced::config
