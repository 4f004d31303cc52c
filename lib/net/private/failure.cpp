#include "net/private/failure.h"

#include <openssl/x509_vfy.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/error.hpp>

namespace presenced::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using history::EndReason;

// The messages of the system start with a capital ("Connection refused"); ours stand in the middle of a sentence.
std::string message_of(const boost::system::error_code& error) {
  auto text = error.message();
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() > 1 && is_capital(text[0]) && !is_capital(text[1])) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

bool of_tls(const boost::system::error_code& error) {
  return error.category() == asio::error::get_ssl_category() ||
         (error.category() == asio::ssl::error::get_stream_category() && error != asio::ssl::error::stream_truncated);
}

// The other side ended the TCP connection in order: FIN, with or without TLS's close_notify, or in mid-answer.
bool ended_by_peer(const boost::system::error_code& error) {
  return error == asio::error::eof || error == asio::ssl::error::stream_truncated ||
         error == websocket::error::closed || error == http::error::end_of_stream ||
         error == http::error::partial_message;
}

bool of_protocol(const boost::system::error_code& error) {
  return error.category() == http::make_error_code(http::error::bad_version).category() ||
         error.category() == websocket::make_error_code(websocket::error::closed).category();
}

EndReason reason_of(const boost::system::error_code& error) {
  if (ended_by_peer(error)) return EndReason::peer_closed;
  if (error == asio::error::timed_out) return EndReason::timeout;  // by TCP itself: see Channel::tune
  if (of_protocol(error)) return EndReason::protocol_error;
  return EndReason::network_error;
}

std::string tls_text(const boost::system::error_code& error, const Url& url, long verdict) {
  if (verdict != X509_V_OK)
    return std::string("TLS: certificate verify failed (") + X509_verify_cert_error_string(verdict) + ") for " +
           url.host;
  const auto text = error.message();  // "tlsv1 alert protocol version (SSL routines)"
  return "TLS: " + text.substr(0, text.find(" (SSL routines")) + ", with " + base::host_and_port(url.host, url.port);
}

}  // namespace

std::string_view name_of(Step step) {
  switch (step) {
    case Step::look_up:
      return "name look-up";
    case Step::connect:
      return "TCP connection";
    case Step::tunnel:
      return "CONNECT";
    case Step::tls:
      return "TLS handshake";
    case Step::upgrade:
      return "WebSocket upgrade";
    case Step::request:
      return "HTTP request";
    case Step::response:
      return "HTTP response";
    case Step::session:
      return "WebSocket session";
  }
  return "connection";
}

Failure explain(const boost::system::error_code& error, Step step, const Url& url, long tls_verdict) {
  const auto reason = reason_of(error);
  if (of_tls(error)) return {reason, tls_text(error, url, tls_verdict)};
  if (step == Step::look_up) return {reason, "look up " + url.host + ": " + message_of(error)};
  if (step == Step::connect)
    return {reason, "connect to " + base::host_and_port(url.host, url.port) + ": " + message_of(error)};
  const auto what = reason == EndReason::peer_closed ? "the peer closed the connection" : message_of(error);
  return {reason, std::string(name_of(step)) + " with " + base::host_and_port(url.host, url.port) + ": " + what};
}

Failure timed_out(Step step, base::Millis limit) {
  return {EndReason::timeout, "no answer in " + std::string(name_of(step)) + " within " + text_of(limit)};
}

std::string text_of(base::Millis limit) {
  const auto ms = limit.count();
  return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

}  // namespace presenced::net
