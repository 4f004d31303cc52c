#include "text/wrapped.h"

#include <algorithm>

#include "text/text.h"

namespace presenced::text {
namespace {

// Where the last column of the line begins; not in its right half, where nothing would have room below it.
std::size_t indent_of(std::string_view line, std::size_t width) {
  const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
  std::size_t indent = first;
  for (std::size_t at = line.find("  ", first); at != line.npos && at < width / 2; at = line.find("  ", indent))
    indent = std::min(line.find_first_not_of(' ', at), line.size());
  return indent;
}

void append_wrapped(std::string& to, std::string_view line, std::size_t width) {
  const std::size_t indent = indent_of(line, width);
  std::string now(line.substr(0, indent));
  std::size_t words = 0;  // of this line, without the columns before the last
  for (std::size_t at = indent; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    const std::string_view word = line.substr(at, end - at);
    if (words > 0 && columns(now) + 1 + columns(word) > width) {
      to += now + "\n";
      now = std::string(indent, ' ');
      words = 0;
    }
    now.append(words > 0 ? " " : "").append(word);
    ++words;
    at = end + 1;
  }
  to += now + "\n";
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t width) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (columns(line) <= width)
      result.append(line).append("\n");
    else
      append_wrapped(result, line, width);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

}  // namespace presenced::text
