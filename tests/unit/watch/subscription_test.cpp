#include "watch/subscription.h"

#include <doctest/doctest.h>

using namespace presenced::base;
using presenced::watch::Subscription;

namespace {

constexpr MonoTime kSubscribedAt{Millis{1'000'000}};
const UserId kAnn{"U0ANN"};
const UserId kBob{"U0BOB"};
const UserId kCyd{"U0CYD"};

std::string sub(const char* ids) { return std::string(R"({"type":"presence_sub","ids":[)") + ids + "]}"; }
std::string query(const char* ids) { return std::string(R"({"type":"presence_query","ids":[)") + ids + "]}"; }

// Ann and Bob have been subscribed to at kSubscribedAt and have both answered.
Subscription confirmed_pair() {
  Subscription subscription({kAnn, kBob});
  subscription.next_frame(kSubscribedAt);
  subscription.received(kAnn);
  subscription.received(kBob);
  return subscription;
}

}  // namespace

TEST_CASE("the set is sent once, and each id counts as confirmed when it has spoken") {
  Subscription subscription({kAnn, kBob});
  CHECK(subscription.has_frame());
  CHECK_FALSE(subscription.settled());
  CHECK(subscription.next_frame(kSubscribedAt) == sub(R"("U0ANN","U0BOB")"));
  CHECK_FALSE(subscription.has_frame());
  CHECK_FALSE(subscription.next_frame(kSubscribedAt).has_value());

  CHECK(subscription.received(kAnn).subscribed);
  CHECK(subscription.confirmed(kAnn));
  CHECK_FALSE(subscription.confirmed(kBob));
  CHECK_FALSE(subscription.settled());
  CHECK(subscription.confirmed_count() == 1);
  subscription.received(kBob);
  CHECK(subscription.settled());
  CHECK(subscription.confirmed_count() == 2);
  CHECK(subscription.unconfirmed().empty());
}

TEST_CASE("what is said of somebody before the set was sent proves nothing") {
  Subscription subscription({kAnn});
  CHECK_FALSE(subscription.received(kAnn).subscribed);
  CHECK_FALSE(subscription.confirmed(kAnn));
  subscription.next_frame(kSubscribedAt);
  CHECK(subscription.received(kAnn).subscribed);
}

TEST_CASE("what is said of somebody who is not in the set is passed over") {
  Subscription subscription = confirmed_pair();
  CHECK_FALSE(subscription.received(kCyd).subscribed);
  CHECK_FALSE(subscription.contains(kCyd));
  CHECK(subscription.confirmed_count() == 2);
}

TEST_CASE("who stays silent is asked once, then listed as unconfirmed, and confirmed when it speaks after all") {
  Subscription subscription({kAnn, kBob});
  subscription.next_frame(kSubscribedAt);
  subscription.received(kAnn);
  CHECK(subscription.deadline() == kSubscribedAt + 10s);
  subscription.woken(kSubscribedAt + 9'999ms);
  CHECK_FALSE(subscription.has_frame());

  subscription.woken(kSubscribedAt + 10s);
  CHECK(subscription.next_frame(kSubscribedAt + 10s) == query(R"("U0BOB")"));
  CHECK_FALSE(subscription.settled());
  CHECK(subscription.deadline() == kSubscribedAt + 20s);

  subscription.woken(kSubscribedAt + 20s);
  CHECK(subscription.settled());
  CHECK(subscription.unconfirmed() == std::vector<UserId>{kBob});
  CHECK_FALSE(subscription.has_frame());
  CHECK(subscription.deadline() == MonoTime::max());

  CHECK(subscription.received(kBob).subscribed);
  CHECK(subscription.confirmed(kBob));
  CHECK(subscription.unconfirmed().empty());
  CHECK(subscription.settled());
  CHECK(subscription.confirmed_count() == 2);
}

TEST_CASE("the answer to the one question confirms") {
  Subscription subscription({kAnn});
  subscription.next_frame(kSubscribedAt);
  subscription.woken(kSubscribedAt + 10s);
  subscription.next_frame(kSubscribedAt + 10s);
  const auto heard = subscription.received(kAnn);
  CHECK(heard.subscribed);
  CHECK(heard.answer);
  CHECK(subscription.settled());
}

TEST_CASE("unconfirmed people are listed in order") {
  Subscription subscription({kCyd, kBob, kAnn});
  subscription.next_frame(kSubscribedAt);
  subscription.woken(kSubscribedAt + 10s);
  subscription.next_frame(kSubscribedAt + 10s);
  subscription.woken(kSubscribedAt + 20s);
  CHECK(subscription.unconfirmed() == std::vector<UserId>{kAnn, kBob, kCyd});
}

TEST_CASE("an edited set is sent whole, and who stays keeps what was confirmed") {
  Subscription subscription = confirmed_pair();
  subscription.replace({kBob, kCyd});
  CHECK_FALSE(subscription.settled());
  CHECK(subscription.confirmed(kBob));
  CHECK_FALSE(subscription.contains(kAnn));
  CHECK(subscription.confirmed_count() == 1);
  CHECK(subscription.next_frame(kSubscribedAt + 1s) == sub(R"("U0BOB","U0CYD")"));
  CHECK_FALSE(subscription.received(kAnn).subscribed);
  subscription.received(kCyd);
  CHECK(subscription.settled());
  CHECK(subscription.confirmed_count() == 2);
}

TEST_CASE("edits that follow each other before a frame may go are one frame") {
  Subscription subscription = confirmed_pair();
  subscription.replace({kBob});
  subscription.replace({kBob, kCyd});
  CHECK(subscription.next_frame(kSubscribedAt) == sub(R"("U0BOB","U0CYD")"));
  CHECK_FALSE(subscription.has_frame());
}

TEST_CASE("an emptied set is sent as well: it ends the subscription at Slack") {
  Subscription subscription = confirmed_pair();
  subscription.replace({});
  CHECK(subscription.next_frame(kSubscribedAt) == sub(""));
  CHECK(subscription.settled());
}

TEST_CASE("an id that is named twice is sent once") {
  Subscription subscription({kAnn, kAnn});
  CHECK(subscription.size() == 1);
  CHECK(subscription.next_frame(kSubscribedAt) == sub(R"("U0ANN")"));
}

TEST_CASE("a person taken out and put back before the frame went is asked, because Slack sees no new id") {
  Subscription subscription = confirmed_pair();
  subscription.replace({kBob});
  subscription.replace({kAnn, kBob});
  CHECK_FALSE(subscription.confirmed(kAnn));
  CHECK(subscription.next_frame(kSubscribedAt) == sub(R"("U0ANN","U0BOB")"));
  subscription.woken(kSubscribedAt + 10s);
  CHECK(subscription.next_frame(kSubscribedAt + 10s) == query(R"("U0ANN")"));
  CHECK(subscription.received(kAnn).answer);
  CHECK(subscription.settled());
}

TEST_CASE("the audit asks everyone, and the next word of each is its answer, once") {
  Subscription subscription = confirmed_pair();
  subscription.ask_all();
  CHECK(subscription.settled());                    // an audit takes nobody's confirmation away
  CHECK_FALSE(subscription.received(kBob).answer);  // spoke before the question was sent
  CHECK(subscription.next_frame(kSubscribedAt) == query(R"("U0ANN")"));
  CHECK(subscription.received(kAnn).answer);
  CHECK_FALSE(subscription.received(kAnn).answer);
}

TEST_CASE("the audit also asks those who never answered") {
  Subscription subscription({kAnn});
  subscription.next_frame(kSubscribedAt);
  subscription.woken(kSubscribedAt + 10s);
  subscription.next_frame(kSubscribedAt + 10s);
  subscription.woken(kSubscribedAt + 20s);
  subscription.ask_all();
  CHECK(subscription.next_frame(kSubscribedAt + 30min) == query(R"("U0ANN")"));
  subscription.received(kAnn);
  CHECK(subscription.confirmed(kAnn));
}

TEST_CASE("who is doubted counts as unheard, is asked, and is confirmed by the next word") {
  Subscription subscription = confirmed_pair();
  subscription.doubt(kAnn);
  subscription.doubt(kAnn);
  subscription.doubt(kCyd);
  CHECK_FALSE(subscription.confirmed(kAnn));
  CHECK(subscription.confirmed_count() == 1);
  CHECK_FALSE(subscription.settled());
  CHECK(subscription.next_frame(kSubscribedAt) == query(R"("U0ANN")"));
  CHECK(subscription.received(kAnn).answer);
  CHECK(subscription.confirmed(kAnn));
  CHECK(subscription.settled());
}

TEST_CASE("who is doubted and does not answer is given up on") {
  Subscription subscription = confirmed_pair();
  subscription.doubt(kAnn);
  subscription.next_frame(kSubscribedAt);
  subscription.woken(kSubscribedAt + 10s);
  CHECK(subscription.unconfirmed() == std::vector{kAnn});
  CHECK(subscription.settled());
}

TEST_CASE("an answer that takes longer than ten seconds is news") {
  Subscription subscription = confirmed_pair();
  subscription.ask_all();
  subscription.next_frame(kSubscribedAt);
  subscription.woken(kSubscribedAt + 10s);
  CHECK_FALSE(subscription.received(kAnn).answer);
  CHECK(subscription.confirmed(kAnn));
}

TEST_CASE("old bug: a question whose people all spoke before it was sent went out with nobody in it") {
  Subscription subscription = confirmed_pair();
  subscription.ask_all();
  subscription.received(kAnn);
  subscription.received(kBob);
  CHECK_FALSE(subscription.next_frame(kSubscribedAt).has_value());
  CHECK_FALSE(subscription.has_frame());
}

TEST_CASE("a refused frame sends the set and the open questions again") {
  Subscription subscription = confirmed_pair();
  subscription.ask_all();
  subscription.next_frame(kSubscribedAt);
  subscription.received(kAnn);
  subscription.refused();
  CHECK(subscription.next_frame(kSubscribedAt + 2s) == sub(R"("U0ANN","U0BOB")"));
  CHECK(subscription.next_frame(kSubscribedAt + 4s) == query(R"("U0BOB")"));
  CHECK(subscription.confirmed_count() == 2);
}
