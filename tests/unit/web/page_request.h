// Requests to the page, as a browser or a program sends them.
#pragma once

#include <string>
#include <utility>

#include "net/http_server.h"

namespace presenced::web::test {

// GET of this target, addressed to 127.0.0.1:8420 unless the fields say otherwise.
inline net::HttpQuestion get(std::string target, net::Headers fields = {}, std::string method = "GET") {
  net::HttpQuestion question{std::move(method), std::move(target), {}, {}, std::move(fields)};
  if (!question.header("Host")) question.headers.emplace_back("Host", "127.0.0.1:8420");
  return question;
}

}  // namespace presenced::web::test
