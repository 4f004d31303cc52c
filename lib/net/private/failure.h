// What went wrong on a connection: the word for the history and the words for people. Private to lib/net.
#pragma once

#include <boost/system/error_code.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "history/end_reason.h"
#include "net/url.h"

namespace presenced::net {

// What the other side is being waited for, in this order.
enum class Step : std::uint8_t { look_up, connect, tunnel, tls, upgrade, request, response, session };

std::string_view name_of(Step step);  // as in "no answer in TLS handshake"

struct Failure {
  history::EndReason reason{};
  std::string detail;  // holds no secret: neither target nor headers
};

// `tls_verdict`: OpenSSL's result of the certificate's verification (X509_V_...), 0 where there is nothing to say.
Failure explain(const boost::system::error_code& error, Step step, const Url& url, long tls_verdict);

// "no answer in TLS handshake within 10 s"
Failure timed_out(Step step, base::Millis limit);

std::string text_of(base::Millis limit);  // "200 ms", "10 s"

}  // namespace presenced::net
