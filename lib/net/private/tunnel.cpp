#include "net/private/tunnel.h"

#include <openssl/evp.h>

#include <boost/asio/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/write.hpp>
#include <string>
#include <utility>
#include <vector>

namespace presenced::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using history::EndReason;

std::string base64(const std::string& text) {
  std::vector<unsigned char> encoded(4 * (text.size() / 3 + 1) + 1);  // with the null byte that OpenSSL adds
  const int size = EVP_EncodeBlock(encoded.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  return {encoded.begin(), encoded.begin() + size};
}

// What an administrator can do about it. The proxy's own words are not repeated: who knows what it puts there.
std::string advice(int status, const Channel& channel) {
  const std::string target = base::host_and_port(channel.url().host, channel.url().port);
  switch (status) {
    case 401:  // tinyproxy's, when user or password are wrong
    case 407:
      return channel.proxy()->credentials.empty()
                 ? "it requires a user and a password: write http://USER:PASSWORD@HOST:PORT as its address"
                 : "it rejects this user and password (or requires something other than basic authentication)";
    case 403:
      return "it does not allow connections to " + target + "; ask its administrator";
    case 502:
    case 503:
    case 504:
      return "it cannot reach " + target;
    default:
      return "check that it is an HTTP proxy that allows CONNECT to " + target;
  }
}

class Tunnel : public std::enable_shared_from_this<Tunnel> {
 public:
  using Done = std::function<void(std::optional<Failure>)>;

  Tunnel(std::shared_ptr<Channel> channel, Done done) : channel_(std::move(channel)), done_(std::move(done)) {}

  void begin() {
    channel_->step = Step::tunnel;
    const std::string target = base::host_and_port(channel_->url().host, channel_->url().port);
    request_.method(http::verb::connect);
    request_.target(target);
    request_.version(11);
    request_.set(http::field::host, target);
    request_.set(http::field::user_agent, "presenced");
    if (const auto& credentials = channel_->proxy()->credentials; !credentials.empty())
      request_.set(http::field::proxy_authorization, "Basic " + base64(credentials.reveal()));
    http::async_write(channel_->next_layer(), request_, [self = shared_from_this()](error_code error, std::size_t) {
      if (!self->over(error)) self->receive();
    });
  }

 private:
  void receive() {
    parser_.emplace();
    parser_->skip(true);  // an answer to CONNECT has no body, whatever its header says; a refusal's is of no interest
    http::async_read_header(channel_->next_layer(), buffer_, *parser_,
                            [self = shared_from_this()](error_code error, std::size_t) {
                              if (!self->over(error)) self->received();
                            });
  }

  void received() {
    const int status = static_cast<int>(parser_->get().result_int());
    if (status < 200 && status != 101) return receive();  // an interim answer (RFC 9110, 15.2)
    if (status < 200 || status > 299) return finish(refused(status));
    // Neither TLS nor HTTP nor WebSocket begin with the server: this is no tunnel to one.
    if (buffer_.size() > 0) return finish(channel_->through_proxy({EndReason::protocol_error, "unexpected bytes"}));
    finish(std::nullopt);
  }

  Failure refused(int status) {
    const auto phrase = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
    return channel_->through_proxy({EndReason::network_error, std::to_string(status) + " " + std::string(phrase) +
                                                                  "; " + advice(status, *channel_)});
  }

  bool over(error_code error) {
    if (channel_->closed()) error = asio::error::operation_aborted;
    if (error) finish(channel_->explain(error));
    return error.failed();
  }

  void finish(std::optional<Failure> failure) { std::exchange(done_, nullptr)(std::move(failure)); }

  std::shared_ptr<Channel> channel_;
  Done done_;
  http::request<http::empty_body> request_;
  boost::beast::flat_buffer buffer_;
  std::optional<http::response_parser<http::empty_body>> parser_;
};

}  // namespace

void open_tunnel(std::shared_ptr<Channel> channel, std::function<void(std::optional<Failure>)> done) {
  std::make_shared<Tunnel>(std::move(channel), std::move(done))->begin();
}

}  // namespace presenced::net
