#include "web/link_page.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "web/page_file.h"

namespace presenced::web {
namespace {

struct LinkRow {
  int status;
  std::string_view title;
  std::string_view advice;
};

// Texts of HTML: nothing in them needs escaping.
constexpr auto kLinkRows = std::to_array<LinkRow>({
    {401, "This link opens nothing",
     "It may be cut off, or it was withdrawn. Compare it with what you were sent, or ask the sender for a new "
     "one."},
    {403, "This link has ended", "It was open until a certain day. Ask the sender for a new one."},
    {404, "This page needs no link", "It is open as it is."},
    {410, "This link has been opened before",
     "A link opens once, in one browser. If it was this one, go on to the page. If not, ask the sender for a new "
     "one."},
    {429, "Too many wrong links", "Wait a minute, then open yours again."},
    {503, "Nobody can be let in now", "Open the link again in a minute. If that does not help, tell the sender."},
});

void fill_in(std::string& html, std::string_view place, std::string_view text) {
  for (std::size_t at = html.find(place); at != std::string::npos; at = html.find(place, at + text.size()))
    html.replace(at, place.size(), text);
}

}  // namespace

bool wants_page(const net::HttpQuestion& question) {
  const auto accepted = question.header("Accept");
  return accepted && base::ascii_lower(*accepted).find("text/html") != std::string::npos;
}

net::HttpAnswer with_link_page(net::HttpAnswer answer) {
  const auto row =
      std::find_if(kLinkRows.begin(), kLinkRows.end(), [&](const LinkRow& one) { return one.status == answer.status; });
  if (row == kLinkRows.end()) return answer;
  const PageFile& file = link_html();
  answer.body.assign(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size());
  fill_in(answer.body, "{title}", row->title);
  fill_in(answer.body, "{advice}", row->advice);
  answer.content_type = std::string(file.content_type);
  return answer;
}

}  // namespace presenced::web
