#include "net/unix_call.h"

#include <sys/stat.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "base/group_name.h"
#include "net/http_call.h"
#include "net/private/failure.h"
#include "net/private/unix_socket_file.h"

namespace presenced::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

// Lives on the caller's stack for as long as its loop runs; at the end of the limit the loop is left as it is.
class Call {
 public:
  Call(const std::filesystem::path& socket, const UnixRequest& request) : path_(socket), limit_(request.limit) {
    request_.method_string(request.method);
    request_.target(request.target);
    request_.version(11);
    request_.set(http::field::host, "presenced");
    request_.set(http::field::user_agent, "presencectl");
    request_.set(http::field::connection, "close");
    if (!request.body.empty()) request_.set(http::field::content_type, "application/json");
    request_.body() = request.body;
    request_.prepare_payload();
    parser_.body_limit(kMaxHttpBodyBytes);
  }

  UnixReply run() {
    socket_.async_connect(path_.string(), [this](const error_code& error) { connected(error); });
    loop_.run_for(limit_);
    if (!over_) fail("no answer from the daemon within " + text_of(limit_));
    return std::move(reply_);
  }

 private:
  void connected(const error_code& error) {
    if (error) return refused(error);
    http::async_write(socket_, request_, [this](const error_code& failed, std::size_t) { sent(failed); });
  }

  // A server may refuse a request before it has read all of it: also then there is an answer to read.
  void sent(const error_code& error) {
    if (error && error != asio::error::broken_pipe) return broken(error);
    http::async_read(socket_, buffer_, parser_, [this](const error_code& failed, std::size_t) {
      if (failed) return broken(failed);
      over_ = true;
      reply_.status = static_cast<int>(parser_.get().result_int());
      reply_.body = std::move(parser_.get().body());
    });
  }

  void refused(const error_code& error) {
    reply_.nobody_listens = error == asio::error::connection_refused || error == error_code(ENOENT, error.category());
    if (reply_.nobody_listens) return fail("no presenced answers on " + path_.string() + "; is it running?");
    if (error == asio::error::access_denied) return fail("permission denied on " + path_.string() + admitted());
    fail("cannot connect to " + path_.string() + ": " + error.message());
  }

  // Who may connect. The directory may be closed to us, too.
  std::string admitted() const {
    struct stat socket {};
    if (::stat(path_.c_str(), &socket) != 0) return "; ask to be added to the group of its directory";
    return "; only group " + base::group_name(socket.st_gid) + " may connect";
  }

  void broken(const error_code& error) {
    const bool ended = error == http::error::end_of_stream || error == http::error::partial_message;
    fail("no answer from the daemon: " + (ended ? "it closed the connection" : error.message()));
  }

  void fail(std::string why) {
    over_ = true;
    reply_.failure = std::move(why);
  }

  std::filesystem::path path_;
  base::Millis limit_;
  http::request<http::string_body> request_;
  boost::beast::flat_buffer buffer_;
  http::response_parser<http::string_body> parser_;
  UnixReply reply_;
  bool over_ = false;
  asio::io_context loop_{1};  // with what is still under way in it, it goes first
  asio::local::stream_protocol::socket socket_{loop_};
};

}  // namespace

UnixReply unix_call(const std::filesystem::path& socket, const UnixRequest& request) {
  if (auto fault = fault_in_socket_path(socket); !fault.empty()) return {.failure = std::move(fault)};
  return Call(socket, request).run();
}

}  // namespace presenced::net
