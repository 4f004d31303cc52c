// The page itself: files that the build makes from lib/web/page and puts into the program, so that nothing on disk is
// served. Names carry a hash of the content, so a browser may keep each for ever; the HTML alone has none.
#pragma once

#include <span>
#include <string_view>

namespace presenced::web {

struct PageFile {
  std::string_view name;  // "app.1a2b3c.js"
  std::string_view content_type;
  std::string_view etag;  // with its quotes
  std::span<const unsigned char> bytes;
  bool gzip = false;  // how the bytes are encoded
};

std::span<const PageFile> page_files();
const PageFile& page_html();
// The page of a link that opens nothing, with {title} and {advice} to be filled in.
const PageFile& link_html();

}  // namespace presenced::web
