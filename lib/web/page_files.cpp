#include <array>

#include "web/page_file.h"

namespace presenced::web {
namespace {

constexpr auto kHtml = std::to_array<unsigned char>({
    '<', '!', 'd', 'o', 'c', 't', 'y', 'p', 'e', ' ', 'h', 't', 'm', 'l', '>', '<', 't', 'i', 't', 'l',
    'e', '>', 'p', 'r', 'e', 's', 'e', 'n', 'c', 'e', 'd', '<', '/', 't', 'i', 't', 'l', 'e', '>', '\n',
});
constexpr auto kStyle = std::to_array<unsigned char>({'b', 'o', 'd', 'y', '{', '}', '\n'});

constexpr PageFile kPage{"index.html", "text/html; charset=utf-8", "\"0\"", kHtml, false};
constexpr std::array<PageFile, 1> kFiles{{{"page.0.css", "text/css; charset=utf-8", "\"1\"", kStyle, false}}};

}  // namespace

std::span<const PageFile> page_files() { return kFiles; }
const PageFile& page_html() { return kPage; }

}  // namespace presenced::web
