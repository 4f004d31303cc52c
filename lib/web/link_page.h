// What a person reads whose link opened nothing: what is the matter with it, and what to do. Programs get the JSON.
#pragma once

#include "net/http_server.h"

namespace presenced::web {

// Whether whoever asks is a browser that wants a page to show.
bool wants_page(const net::HttpQuestion& question);

// The answer to /open/... for such a browser: a refusal keeps its status and fields, and gets a page as its body; what
// is no refusal stays as it is.
net::HttpAnswer with_link_page(net::HttpAnswer answer);

}  // namespace presenced::web
