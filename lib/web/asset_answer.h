// The files of the page as answers. Pure.
#pragma once

#include <string_view>

#include "net/http_server.h"
#include "web/page_file.h"

namespace presenced::web {

// `lasting`: its name changes with its content, so a browser may keep it for ever; else it asks each time whether it is
// still the same. 304: the client has it already. 406: it is compressed, and the client does not take that.
net::HttpAnswer asset_answer(const PageFile& file, bool lasting, const net::HttpQuestion& question);

// The file of that name; null: there is none.
const PageFile* page_file(std::string_view name);

}  // namespace presenced::web
