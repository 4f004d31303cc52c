#include "access/limit.h"

#include <algorithm>

namespace presenced::access {

bool Limit::includes(std::string_view workspace_name, std::string_view group) const {
  return (!workspace || *workspace == workspace_name) && std::find(groups.begin(), groups.end(), group) != groups.end();
}

std::optional<Limit> both(const std::optional<Limit>& one, const std::optional<Limit>& other) {
  if (!one || !other) return one ? one : other;
  Limit limit{{}, one->workspace ? one->workspace : other->workspace};
  const bool same_workspace = !one->workspace || !other->workspace || *one->workspace == *other->workspace;
  if (!same_workspace) return limit;  // nothing is in both
  for (const std::string& group : one->groups)
    if (std::find(other->groups.begin(), other->groups.end(), group) != other->groups.end())
      limit.groups.push_back(group);
  return limit;
}

}  // namespace presenced::access
