// The OpenSSL side of TlsContext. Private to lib/net.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include "net/tls.h"

namespace presenced::net {

struct TlsContext::Native {
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_client};
};

}  // namespace presenced::net
