#include "runtime/resolver.h"

#include <boost/asio/post.hpp>

#include "runtime/clock.h"

namespace presenced::runtime {

namespace {

constexpr base::Millis kNever = std::chrono::hours{24};  // it is over long before it would ask again

}  // namespace

Resolver::Resolver(boost::asio::io_context& loop, const Access& access, watch::SharedWatchlist watchlist,
                   std::uint64_t seed, std::function<void()> done)
    : loop_(loop),
      access_(access),
      watchlist_(std::move(watchlist)),
      done_(std::move(done)),
      roster_(kNever, {}, {}, base::Random(seed)),
      timer_(loop) {}

void Resolver::start() {
  roster_.set(watchlist_, now().mono);
  take();
  go_on();
}

void Resolver::go_on() {
  while (auto request = roster_.next(now().mono, pace_)) {
    const slack::Method method = request->method;
    ++calls_made_;
    open_[method] = call_web_api(loop_, access_, *request, kCallLimit,
                                 [this, method](const slack::HttpReply& http) { replied(method, http); });
  }
  if (gave_up_ || roster_.settled()) return finish();
  timer_.expires_at(std::chrono::steady_clock::time_point{roster_.deadline(pace_).time_since_epoch()});
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) go_on();
  });
}

void Resolver::replied(slack::Method method, const slack::HttpReply& http) {
  const auto call = open_.extract(method);  // its callback is running: it dies with this function
  if (finished_) return;
  const slack::Reply reply = slack::decode_reply(method, http);
  if (const auto* page = std::get_if<slack::UserPage>(&reply))
    for (const slack::User& user : page->users) learn(user);
  if (const auto* info = std::get_if<slack::UserInfo>(&reply)) learn(info->user);
  const auto* error = std::get_if<slack::ApiError>(&reply);
  const bool failed = error && error->kind == slack::ErrorClass::transient && error->error != "ratelimited";
  failures_ = failed ? failures_ + 1 : 0;
  gave_up_ = failures_ >= kMostFailures;
  roster_.replied(method, reply, now().mono, pace_);
  take();
  if (gave_up_) warnings_.push_back("given up after " + std::to_string(failures_) + " failures in a row");
  go_on();
}

void Resolver::take() {
  for (std::string& warning : roster_.take(now().wall).warnings) warnings_.push_back(std::move(warning));
}

std::string Resolver::name_of(const base::UserId& user) const {
  const auto found = names_.find(user);
  return found == names_.end() ? "" : found->second;
}

void Resolver::finish() {
  if (std::exchange(finished_, true)) return;
  timer_.cancel();
  open_.clear();
  boost::asio::post(loop_, done_);
}

}  // namespace presenced::runtime
