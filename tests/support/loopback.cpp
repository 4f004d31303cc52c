#include "support/loopback.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <numeric>
#include <thread>
#include <vector>

#include "support/certificates.h"

namespace presenced::test_support {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kRead = 64 * 1024;

template <class Stream>
std::chrono::duration<double> read_all(Stream& from, Stream& to, std::span<const std::string> pieces) {
  std::size_t left = std::accumulate(pieces.begin(), pieces.end(), std::size_t{0},
                                     [](std::size_t sum, const std::string& piece) { return sum + piece.size(); });
  std::vector<char> buffer(kRead);
  const auto begin = Clock::now();
  std::jthread writer([&] {
    for (const std::string& piece : pieces) asio::write(to, asio::buffer(piece));
  });
  while (left > 0) left -= from.read_some(asio::buffer(buffer));
  return Clock::now() - begin;
}

}  // namespace

std::chrono::duration<double> read_over_loopback(std::span<const std::string> pieces, bool tls) {
  asio::io_context loop;
  Tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
  Tcp::socket client(loop);
  client.connect(acceptor.local_endpoint());
  Tcp::socket server = acceptor.accept();
  if (!tls) return read_all(client, server, pieces);
  const ServerCertificate certificate = CertificateAuthority().issue();
  asio::ssl::context ours(asio::ssl::context::tls_client), theirs(asio::ssl::context::tls_server);
  theirs.use_certificate_chain(asio::buffer(certificate.chain_pem));
  theirs.use_private_key(asio::buffer(certificate.key_pem), asio::ssl::context::pem);
  asio::ssl::stream<Tcp::socket> reader(std::move(client), ours), writer(std::move(server), theirs);
  {
    std::jthread accepting([&] { writer.handshake(asio::ssl::stream_base::server); });
    reader.handshake(asio::ssl::stream_base::client);
  }
  return read_all(reader, writer, pieces);
}

}  // namespace presenced::test_support
