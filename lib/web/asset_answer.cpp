#include "web/asset_answer.h"

#include "web/encoding.h"

namespace presenced::web {
namespace {

// A proxy that compresses makes the tag weak.
bool has_already(const net::HttpQuestion& question, std::string_view etag) {
  const auto held = question.header("If-None-Match");
  return held && (held->find(etag) != std::string_view::npos || *held == "*");
}

}  // namespace

net::HttpAnswer asset_answer(const PageFile& file, bool lasting, const net::HttpQuestion& question) {
  if (file.gzip && encodings_of(question) == Encodings::plain)
    return net::http_error(406, "the page is compressed with gzip");
  net::HttpAnswer answer{.content_type = std::string(file.content_type)};
  answer.headers = {{"ETag", std::string(file.etag)},
                    {"Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache"},
                    {"Vary", "Accept-Encoding"}};
  if (has_already(question, file.etag)) {
    answer.status = 304;
    return answer;
  }
  if (file.gzip) answer.headers.emplace_back("Content-Encoding", "gzip");
  answer.shared = {{reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()}, {}};
  return answer;
}

const PageFile* page_file(std::string_view name) {
  for (const PageFile& file : page_files())
    if (file.name == name) return &file;
  return nullptr;
}

}  // namespace presenced::web
