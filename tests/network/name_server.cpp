#include "network/name_server.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/post.hpp>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace presenced::test {

namespace asio = boost::asio;
using asio::ip::udp;
using Bytes = std::vector<std::uint8_t>;

namespace {

// RFC 1035, 4.1: a head of 12 bytes, then the question: labels up to an empty one, a type and a class.
constexpr std::size_t kHeadBytes = 12;
constexpr std::uint8_t kNoSuchName = 3;
constexpr std::uint8_t kTypeA = 1;

// The question's length with type and class; 0: there is none.
std::size_t question_bytes(const Bytes& message) {
  std::size_t at = kHeadBytes;
  while (at < message.size() && message[at] != 0) at += message[at] + std::size_t{1};
  return at + 5 <= message.size() ? at + 5 - kHeadBytes : 0;
}

// `address` empty: there is not a valid name. A question for another kind of address gets an answer without one.
Bytes answer_to(const Bytes& question, const std::optional<asio::ip::address_v4>& address) {
  const std::size_t end = kHeadBytes + question_bytes(question);
  const bool with_address = address && question[end - 3] == kTypeA;
  Bytes out(question.begin(), question.begin() + static_cast<std::ptrdiff_t>(end));
  out[2] = 0x84 | (question[2] & 0x01);                                    // an authoritative answer
  out[3] = static_cast<std::uint8_t>(0x80 | (address ? 0 : kNoSuchName));  // recursion is available
  for (std::size_t i = 6; i < kHeadBytes; ++i) out[i] = 0;                 // no answers, no additions...
  if (!with_address) return out;
  out[7] = 1;                                                               // ...but one
  const Bytes record{0xc0, kHeadBytes, 0, kTypeA, 0, 1, 0, 0, 0, 0, 0, 4};  // "the name above", A, IN, 0 s, 4 bytes
  out.insert(out.end(), record.begin(), record.end());
  for (const auto byte : address->to_bytes()) out.push_back(byte);
  return out;
}

}  // namespace

class NameServer::Loop {
 public:
  explicit Loop(const std::string& address) : socket_(io_, udp::endpoint(asio::ip::make_address(address), 53)) {
    receive();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Loop() {
    asio::post(io_, [this] { socket_.close(); });
    thread_.join();
  }

  void answer(bool at_all, std::optional<asio::ip::address_v4> address) {
    const std::lock_guard lock(mutex_);
    answers_ = at_all;
    address_ = address;
  }

  std::size_t questions() const {
    const std::lock_guard lock(mutex_);
    return questions_;
  }

 private:
  void receive() {
    buffer_.resize(512);
    socket_.async_receive_from(asio::buffer(buffer_), from_, [this](const auto& error, std::size_t bytes) {
      if (!socket_.is_open()) return;
      buffer_.resize(bytes);
      if (!error && question_bytes(buffer_) > 0) reply();
      receive();
    });
  }

  void reply() {
    const std::lock_guard lock(mutex_);
    ++questions_;
    if (!answers_) return;
    boost::system::error_code ignored;  // whoever asked asks again
    socket_.send_to(asio::buffer(answer_to(buffer_, address_)), from_, 0, ignored);
  }

  asio::io_context io_{1};
  udp::socket socket_;
  udp::endpoint from_;
  Bytes buffer_;
  mutable std::mutex mutex_;  // guards what follows
  std::optional<asio::ip::address_v4> address_;
  bool answers_ = true;
  std::size_t questions_ = 0;
  std::thread thread_;
};

NameServer::NameServer(const std::string& address) : loop_(std::make_unique<Loop>(address)) {}
NameServer::~NameServer() = default;

void NameServer::answer_with(const std::string& address) { loop_->answer(true, asio::ip::make_address_v4(address)); }
void NameServer::answer_no_such_name() { loop_->answer(true, std::nullopt); }
void NameServer::answer_nothing() { loop_->answer(false, std::nullopt); }
std::size_t NameServer::questions() const { return loop_->questions(); }

}  // namespace presenced::test
