// The other end of application/x-www-form-urlencoded.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace presenced::fake_slack {

using Form = std::map<std::string, std::string, std::less<>>;  // of a key given twice, the last

std::string percent_decoded(std::string_view text);
Form read_form(std::string_view body);

}  // namespace presenced::fake_slack
