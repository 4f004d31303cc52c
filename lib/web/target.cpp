#include "web/target.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace presenced::web {
namespace {

// As browsers and HTML forms write a query: a space may be a plus.
std::string decoded(boost::urls::pct_string_view text, bool space_as_plus) {
  boost::urls::encoding_opts options;
  options.space_as_plus = space_as_plus;
  return text.decode(options);
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
  const auto parsed = boost::urls::parse_origin_form({text.data(), text.size()});
  if (!parsed) return std::nullopt;
  Target target;
  target.path = decoded(parsed->encoded_path(), false);
  bool text_only = target.path.find('\0') == std::string::npos;
  for (const auto& one : parsed->encoded_params()) {
    if (one.key.empty() && !one.has_value) continue;  // of "?" and "&&"
    target.parameters.emplace_back(decoded(one.key, true), decoded(one.value, true));
    text_only = text_only && target.parameters.back().second.find('\0') == std::string::npos;
  }
  return text_only ? std::optional(std::move(target)) : std::nullopt;
}

}  // namespace presenced::web
