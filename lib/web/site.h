// The page as a server sees it: a request in, an answer out. Lives on the loop's thread; what waits for the disk is
// done by workers. It only reads.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/http_server.h"
#include "web/answers.h"
#include "web/gate.h"
#include "web/live_readers.h"
#include "web/route.h"
#include "web/token_desk.h"
#include "web/worker_pool.h"

namespace presenced::web {

struct SiteSettings {
  GateSettings gate;
  std::optional<access::Limit> limit = {};  // of everybody, whatever their token
  bool tokens = false;                      // whether one is needed
};

class Site {
 public:
  // One line for each request that was answered: method, path, status, size, time, user; never the query.
  using AccessLog = std::function<void(const std::string& line)>;
  using Reply = std::function<void(net::HttpAnswer)>;

  // `desk` is asked only with settings.tokens. All references outlive the site; the pool ends first.
  Site(boost::asio::io_context& loop, WorkerPool& pool, const Answers& answers, TokenDesk& desk, SiteSettings settings,
       std::function<base::Instant()> clock, AccessLog log);

  // A HttpHandler. The HTML and its files are for everybody who passes the gate, because they hold nothing of the
  // history and a link from elsewhere brings no cookie; all else needs the token or the user that the settings ask for.
  void handle(const net::HttpQuestion& question, const Reply& reply);

 private:
  // What a worker does for one request, with the answer to send. Empty: it opens a stream.
  using Work = std::function<net::HttpAnswer(const Visitor& visitor)>;

  net::HttpAnswer at_once(const Route& route, const net::HttpQuestion& question) const;
  void by_worker(const net::HttpQuestion& question, Reply reply, Work work);
  void open_link(const std::string& secret, const net::HttpQuestion& question, const Reply& given);
  base::Result<Visitor, net::HttpAnswer> admit(const Credential& credential, std::string user) const;
  Work work_of(const Route& route, Parameters parameters, const net::HttpQuestion& question);
  void listen(const net::HttpQuestion& question, const Reply& reply);
  std::optional<Glance> glance() const;
  std::optional<LiveState> look(const Listener& listener, const std::optional<LiveState>& before,
                                const Glance& glance) const;
  Reply logged(const net::HttpQuestion& question, Reply reply) const;

  WorkerPool& pool_;
  const Answers& answers_;
  TokenDesk& desk_;
  const SiteSettings settings_;
  std::function<base::Instant()> clock_;
  AccessLog log_;
  std::shared_ptr<LiveReaders> live_;
};

}  // namespace presenced::web
