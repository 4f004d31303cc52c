#include "web/encoding.h"

#include <string>

#include "base/ascii.h"

namespace presenced::web {

Encodings encodings_of(const net::HttpQuestion& question) {
  const auto accepted = question.header("Accept-Encoding");
  if (!accepted) return Encodings::any;
  const std::string named = base::ascii_lower(*accepted);
  const bool gzip = named.find("gzip") != std::string::npos || named.find('*') != std::string::npos;
  return gzip ? Encodings::gzip : Encodings::plain;
}

}  // namespace presenced::web
