// What is asked about names with one Web API method: what there is to ask, and what the answers mean. The roster
// decides when a call is made and what follows when the method as a whole fails (roster.h). Pure.
#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "base/time.h"
#include "roster/name_book.h"
#include "session/backoff.h"
#include "session/fair_queue.h"
#include "slack/web_api.h"

namespace presenced::roster {

class Inquiry {
 public:
  static constexpr int kPageSize = 200;  // of members and channels, as Slack advises

  // How the method fares, kept by the roster.
  struct Progress {
    bool in_flight = false;
    session::Backoff backoff;
    std::optional<base::MonoTime> refused_until;
    std::string waiting;  // the failure that the log knows of
  };

  Inquiry(slack::Method asked_with, history::NameKind about, NameBook& names)
      : method(asked_with), kind(about), book_(names) {}
  virtual ~Inquiry() = default;
  Inquiry(const Inquiry&) = delete;
  Inquiry& operator=(const Inquiry&) = delete;

  virtual bool has_work() const = 0;
  virtual bool expects_answers() const { return has_work(); }  // there is work for which an answer is likely soon
  virtual base::MonoTime due() const { return base::MonoTime::min(); }  // no question of its own before

  // The next question. Only while there is work.
  virtual slack::Request ask() = 0;
  virtual void answered(const slack::Reply& reply, base::MonoTime now) = 0;

  // Slack knows nothing of the one that was asked about.
  virtual void absent() {}
  // Slack does not answer for the one that was asked about, because of `error`; others may well be answered.
  virtual void unanswered(const std::string& /*error*/, base::MonoTime /*now*/, base::Random& /*random*/) {}
  // The call failed, whatever it was about: what it asked is still wanted. A walk through pages goes on by itself.
  virtual void ask_again(base::MonoTime /*now*/) {}
  // The walk through pages under way begins at the first page.
  virtual void restart(base::MonoTime /*now*/) {}
  // Asks for less from now on, where that may help against `error`.
  virtual bool content_with_less(const slack::ApiError& /*error*/) { return false; }

  const slack::Method method;
  const history::NameKind kind;  // of the names that it finds
  Progress progress;

 protected:
  NameBook& book_;
};

// The names that are asked about one by one.
class OneByOne : public Inquiry {
 public:
  using Inquiry::Inquiry;

  bool has_work() const override { return !queue.empty(); }
  bool expects_answers() const override { return queue.expects_answers(); }
  base::MonoTime due() const override { return queue.due(); }
  void unanswered(const std::string& error, base::MonoTime now, base::Random& random) override;
  void ask_again(base::MonoTime now) override {
    if (book_.find(asked_)) queue.defer(*asked_, now);
  }

  // Something has changed about this name: it is asked about at once.
  void want_anew(const NameKey& key, base::MonoTime now) {
    queue.forgive(key, now);
    queue.add(key, now);
  }
  // Slack has nothing of this name any more: what is told of its members is not about the name.
  void lost(const NameKey& key, Entry& entry);

  session::FairQueue<NameKey> queue;

 protected:
  Entry* take() { return book_.find(asked_ = queue.take()); }  // the one to ask about now
  Entry* forgiven(base::MonoTime now);  // the one that Slack has answered for; null: gone meanwhile

  std::optional<NameKey> asked_;
};

}  // namespace presenced::roster
