#include "net/private/channel.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>

#include "net/private/tls_native.h"

namespace presenced::net {

Channel::Channel(executor_type executor, const TlsContext& tls, Url url, std::optional<Proxy> proxy,
                 base::Millis teardown_limit)
    : url_(std::move(url)),
      proxy_(std::move(proxy)),
      tls_(executor, tls.native().context),
      teardown_limit_(teardown_limit),
      end_deadline_(std::move(executor)) {}

void Channel::close() {
  closed_ = true;
  end_deadline_.disarm();
  boost::system::error_code ignored;  // nothing can be done about a close that fails, and nothing depends on it
  next_layer().close(ignored);
}

void Channel::tune() {
  // A peer that vanished is noticed by the kernel too: probes after 15 s of silence, and nothing of ours may stay
  // unacknowledged for more than 30 s (a session is given up after 30 s without a sign of life anyway). Each option
  // is a bonus: where one is missing, our own time limits still hold, so failures are of no consequence.
  const auto set = [fd = next_layer().native_handle()](int level, int option, int value) {
    static_cast<void>(::setsockopt(fd, level, option, &value, sizeof value));
  };
  set(IPPROTO_TCP, TCP_NODELAY, 1);
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 15);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, 30'000);
}

bool Channel::expect_host() {
  SSL* ssl = tls_.native_handle();
  X509_VERIFY_PARAM* parameters = SSL_get0_param(ssl);
  // OpenSSL's own check instead of asio::ssl::host_name_verification: the same rules, but a mismatch gets its own
  // error ("hostname mismatch") instead of a generic one.
  boost::system::error_code not_an_address;
  boost::asio::ip::make_address(url_.host, not_an_address);
  if (!not_an_address) return X509_VERIFY_PARAM_set1_ip_asc(parameters, url_.host.c_str()) == 1;  // no SNI: RFC 6066, 3
  X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  // SSL_set_tlsext_host_name, without the C cast of that macro; OpenSSL copies the name.
  return X509_VERIFY_PARAM_set1_host(parameters, url_.host.c_str(), 0) == 1 &&
         SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, url_.host.data()) == 1;
}

Failure Channel::explain(const boost::system::error_code& error) {
  const long verdict = step == Step::tls ? SSL_get_verify_result(tls_.native_handle()) : X509_V_OK;
  Url whom = url_;
  if (step <= Step::tunnel) {
    whom.host = dialled_host();
    whom.port = dialled_port();
  }
  auto failure = net::explain(error, step, whom, verdict);
  return step <= Step::tls ? through_proxy(std::move(failure)) : failure;
}

Failure Channel::timed_out(base::Millis limit) {
  auto failure = net::timed_out(step, limit);
  return step <= Step::tls ? through_proxy(std::move(failure)) : failure;
}

Failure Channel::through_proxy(Failure failure) const {
  if (proxy_)
    failure.detail = "through the proxy " + base::host_and_port(proxy_->host, proxy_->port) + ": " + failure.detail;
  return failure;
}

}  // namespace presenced::net
