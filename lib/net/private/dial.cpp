#include "net/private/dial.h"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <utility>
#include <vector>

#include "base/host.h"
#include "net/private/look_up.h"
#include "net/private/tunnel.h"

namespace presenced::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class Dial : public std::enable_shared_from_this<Dial> {
 public:
  using Done = std::function<void(std::optional<Failure>)>;

  Dial(std::shared_ptr<Channel> channel, base::Millis limit, Done done)
      : channel_(std::move(channel)), limit_(limit), done_(std::move(done)), attempt_(channel_->get_executor()) {}

  void begin() {
    const auto& host = channel_->dialled_host();
    const auto port = channel_->dialled_port();
    if (!channel_->url().tls() && !base::is_loopback(host)) return refuse_plain();
    error_code not_an_address;
    const auto address = asio::ip::make_address(host, not_an_address);
    if (!not_an_address) {
      endpoints_ = {{address, port}};
      asio::post(channel_->get_executor(), [self = shared_from_this()] { self->connect_next({}); });
      return;
    }
    look_up(channel_->get_executor(), host, port,
            [self = shared_from_this()](const error_code& error, const std::vector<tcp::endpoint>& found) {
              self->looked_up(error, found);
            });
  }

 private:
  // Of the urls, only those of this machine may do without TLS; that must not be undone by a proxy elsewhere.
  void refuse_plain() {
    asio::post(channel_->get_executor(), [self = shared_from_this()] {
      self->finish(self->channel_->through_proxy(
          {history::EndReason::network_error, "plain http and ws go through a proxy on this machine only"}));
    });
  }

  void looked_up(error_code error, const std::vector<tcp::endpoint>& found) {
    if (channel_->closed()) error = asio::error::operation_aborted;
    if (error) return fail(error);
    for (const tcp::endpoint& endpoint : found) {
      // "localhost" is what the administrator of the resolver says: without TLS, believe only the address.
      if (channel_->url().tls() || endpoint.address().is_loopback()) endpoints_.push_back(endpoint);
    }
    connect_next(asio::error::host_not_found);
  }

  // `last`: how the attempt before ended, to be reported when no address is left.
  void connect_next(error_code last) {
    channel_->step = Step::connect;
    if (channel_->closed()) last = asio::error::operation_aborted;
    if (channel_->closed() || next_ == endpoints_.size()) return fail(last);
    auto& socket = channel_->next_layer();
    error_code ignored;  // that of the attempt before, which failed
    socket.close(ignored);
    attempt_.arm(limit_ / static_cast<int>(endpoints_.size()), [self = weak_from_this()] {
      if (const auto dial = self.lock()) dial->give_up_attempt();
    });
    socket.async_connect(endpoints_[next_++],
                         [self = shared_from_this()](error_code error) { self->connected(error); });
  }

  void give_up_attempt() {
    attempt_timed_out_ = true;
    error_code ignored;
    channel_->next_layer().cancel(ignored);
  }

  void connected(error_code error) {
    attempt_.disarm();
    if (std::exchange(attempt_timed_out_, false) && error) error = asio::error::timed_out;
    if (error || channel_->closed()) return connect_next(error);
    channel_->tune();
    if (!channel_->proxy()) return secure();
    open_tunnel(channel_, [self = shared_from_this()](std::optional<Failure> failure) {
      if (failure) return self->finish(std::move(failure));
      self->secure();
    });
  }

  void secure() {
    if (!channel_->url().tls()) return finish(std::nullopt);
    channel_->step = Step::tls;
    if (!channel_->expect_host())
      return finish(Failure{history::EndReason::network_error, "TLS: OpenSSL cannot verify " + channel_->url().host});
    channel_->tls().async_handshake(asio::ssl::stream_base::client, [self = shared_from_this()](error_code failed) {
      if (self->channel_->closed()) failed = asio::error::operation_aborted;
      if (failed) return self->fail(failed);
      self->finish(std::nullopt);
    });
  }

  void fail(const error_code& error) { finish(channel_->explain(error)); }
  void finish(std::optional<Failure> failure) { std::exchange(done_, nullptr)(std::move(failure)); }

  std::shared_ptr<Channel> channel_;
  base::Millis limit_;
  Done done_;
  std::vector<tcp::endpoint> endpoints_;
  std::size_t next_ = 0;
  Deadline attempt_;
  bool attempt_timed_out_ = false;
};

}  // namespace

void dial(std::shared_ptr<Channel> channel, base::Millis limit, std::function<void(std::optional<Failure>)> done) {
  std::make_shared<Dial>(std::move(channel), limit, std::move(done))->begin();
}

}  // namespace presenced::net
