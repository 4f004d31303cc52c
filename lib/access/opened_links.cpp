#include "access/opened_links.h"

#include <sstream>
#include <utility>

#include "access/private_file.h"
#include "base/escape.h"
#include "net/digest.h"

namespace presenced::access {

std::string OpenedLinks::read() {
  const auto file = read_private_file(file_);
  if (!file) return file.error();
  std::map<std::string, std::string> cookies;
  std::istringstream lines(file.value().text);
  for (std::string link, cookie; lines >> link;) {
    if (!(lines >> cookie))
      return base::printable(file_.string()) + ": ends in the middle; remove it, and make new links";
    cookies.insert_or_assign(link, cookie);
  }
  cookies_ = std::move(cookies);
  return {};
}

std::optional<std::string> OpenedLinks::link_of(std::string_view cookie_digest) const {
  std::optional<std::string> found;
  for (const auto& [link, cookie] : cookies_)
    if (net::equal_in_constant_time(cookie, cookie_digest)) found = link;
  return found;
}

std::string OpenedLinks::open(const std::string& link_digest, const std::string& cookie_digest,
                              const std::set<std::string>& links) {
  std::map<std::string, std::string> cookies = cookies_;
  std::erase_if(cookies, [&](const auto& one) { return !links.contains(one.first); });
  cookies.insert_or_assign(link_digest, cookie_digest);
  std::string text;
  for (const auto& [link, cookie] : cookies) text += link + " " + cookie + "\n";
  if (std::string failure = replace_private_file(file_, text); !failure.empty()) return failure;
  cookies_ = std::move(cookies);
  return {};
}

}  // namespace presenced::access
