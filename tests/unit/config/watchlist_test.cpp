// A watchlist's text, typed: what it means, and what is said about one that is wrong.
#include <doctest/doctest.h>

#include <string>

#include "config/document.h"
#include "config/read_watchlist.h"

namespace presenced::config {
namespace {

using watch::Channel;
using watch::Email;
using watch::Group;
using watch::Handle;
using watch::Id;
using watch::Priority;
using watch::Usergroup;
using watch::Watchlist;
using watch::Who;

struct Outcome {
  Watchlist watchlist;
  std::string problems;
};

Outcome read(std::string_view text) {
  const auto tree = parse(text, "w");
  REQUIRE(tree.ok());
  Report report("w");
  Outcome outcome;
  outcome.watchlist = read_watchlist(tree.value(), report);
  outcome.problems = render(report.take());
  return outcome;
}

TEST_CASE("every way to name a member is understood") {
  const Outcome outcome = read(
      "groups:\n"
      "  on-call:\n"
      "    track: [presence, status]\n"
      "    members:\n"
      "      - U024BE7LH\n"
      "      - { id: W0123ABCD, name: Dana }\n"
      "      - { email: lee@example.com }\n"
      "      - { handle: \"@kim\" }\n"
      "      - { usergroup: sre }\n"
      "      - { channel: \"#incidents\" }\n"
      "  leads:\n"
      "    track: [status]\n"
      "    priority: low\n"
      "    members: [U0G9QF9C6]\n"
      "exclude: [U0BADB0T1]\n");
  CHECK(outcome.problems == "");
  REQUIRE(outcome.watchlist.groups.size() == 2);
  const Group& on_call = outcome.watchlist.groups[0];
  CHECK(on_call.name == "on-call");
  CHECK(on_call.track == base::Facets{base::Facet::presence, base::Facet::status});
  REQUIRE(on_call.members.size() == 6);
  CHECK(on_call.members[0].who == Who{Id{{"U024BE7LH"}, ""}});
  CHECK(on_call.members[1].who == Who{Id{{"W0123ABCD"}, "Dana"}});
  CHECK(on_call.members[2].who == Who{Email{"lee@example.com"}});
  CHECK(on_call.members[3].who == Who{Handle{"kim"}});
  CHECK(on_call.members[4].who == Who{Usergroup{"sre"}});
  CHECK(on_call.members[5].who == Who{Channel{"incidents"}});
  CHECK(watch::place_of(outcome.watchlist, on_call.members[2]) == "w:7");
  CHECK(on_call.priority == Priority::normal);
  CHECK(outcome.watchlist.groups[1].priority == Priority::low);
  CHECK(outcome.watchlist.groups[1].track == base::Facets{base::Facet::status});
  CHECK(outcome.watchlist.exclude == std::vector<base::UserId>{{"U0BADB0T1"}});
}

TEST_CASE("groups and lists may be empty") {
  for (const std::string text : {"groups: {}\n", "groups: {a: {members: []}}\nexclude:\n",
                                 "groups:\n  a:\n    members:\n      # - U1234\nexclude: []\n"}) {
    CAPTURE(text);
    CHECK(read(text).problems == "");
  }
}

TEST_CASE("groups with nothing after it is a mistake") {
  const std::string kProblem =
      "groups: is empty; expected a mapping from group names to groups; write {} to watch nobody\n";
  CHECK(read("groups:\n").problems == "w:1:1: " + kProblem);
  CHECK(read("exclude: []\ngroups:\n  # everybody\n").problems == "w:2:1: " + kProblem);
  CHECK(read("groups: ~\n").problems == "w:1:1: " + kProblem);
  CHECK(read("groups: null\n").problems == "w:1:1: " + kProblem);
}

TEST_CASE("anchors, aliases and merge keys are followed; what stands nearer wins") {
  const Outcome outcome = read(
      "groups:\n"
      "  a: &a\n"
      "    track: [presence]\n"
      "    members: &m [U1A, U2A]\n"
      "  b:\n"
      "    <<: *a\n"
      "    track: [status]\n"
      "  c:\n"
      "    <<: [{track: [status]}, *a]\n"
      "exclude: *m\n");
  CHECK(outcome.problems == "");
  REQUIRE(outcome.watchlist.groups.size() == 3);
  CHECK(outcome.watchlist.groups[1].track == base::Facets{base::Facet::status});
  CHECK(outcome.watchlist.groups[1].members.size() == 2);
  CHECK(outcome.watchlist.groups[2].track == base::Facets{base::Facet::status});
  CHECK(outcome.watchlist.groups[2].members.size() == 2);
  CHECK(outcome.watchlist.exclude.size() == 2);
}

struct Row {
  std::string text;
  std::string problems;
};

TEST_CASE("what is wrong with a watchlist is said with its place and what was expected") {
  for (const Row& row : {
           Row{"", "w:1:1: groups: is missing; expected a mapping from group names to groups\n"},
           Row{"exclude: []\n", "w:1:1: groups: is missing; expected a mapping from group names to groups\n"},
           Row{"[a]\n", "w:1:1: is a list; expected a mapping with the keys groups, exclude\n"},
           Row{"group: {}\n", "w:1:1: group: is not a known key (did you mean groups?); expected groups or exclude\n"},
           Row{"groups: [a]\n", "w:1:9: groups: is a list; expected a mapping from group names to groups\n"},
           Row{"groups: {a: [U1A]}\n",
               "w:1:13: groups.a: is a list; expected a mapping with the keys track, priority, members\n"},
           Row{"groups: {a: }\n", "w:1:10: groups.a.members: is missing; expected a list of members\n"},
           Row{"groups: {a: {members: U1A}}\n",
               "w:1:23: groups.a.members: is a single value; expected a list of members\n"},
           Row{"groups: {a: {members: [], colour: red}}\n",
               "w:1:27: groups.a.colour: is not a known key; expected track, priority or members\n"},
           Row{"groups: {a: {members: [], priority: highest}}\n",
               "w:1:37: groups.a.priority: \"highest\" is not a known value; expected high, normal or low\n"},
           Row{"groups: {a: {members: []}, a: {members: []}}\n",
               "w:1:28: groups.a: is given twice, first on line 1; expected once\n"},
           Row{"groups: {[a]: {members: []}}\n",
               "w:1:10: groups: a key is not a word; expected text before the colon\n"},
           Row{"groups: {a: {<<: 3, members: []}}\n",
               "w:1:18: groups.a.<<: is not a mapping; expected an alias of a mapping, or a list of such\n"},
           Row{"groups: {\"a\\eb\": {members: []}}\n",
               "w:1:10: groups.a\\x1bb: is not a name for a group; expected printable text\n"},
           Row{"groups: {\"\": {members: []}}\n",
               "w:1:10: groups.: is not a name for a group; expected printable text\n"},
       }) {
    CAPTURE(row.text);
    CHECK(read(row.text).problems == row.problems);
  }
}

TEST_CASE("what is wrong with `track` is said") {
  for (const Row& row : {
           Row{"[]", "w:1:21: groups.a.track: is empty; expected all, or a list of presence, status, dnd, huddle\n"},
           Row{"presence",
               "w:1:21: groups.a.track: is a single value; expected all, or a list of presence, status, dnd, huddle\n"},
           Row{"[presense]",
               "w:1:22: groups.a.track[0]: \"presense\" is not a known value; expected presence, status, dnd or "
               "huddle\n"},
           Row{"[[status]]", "w:1:22: groups.a.track[0]: is a list; expected presence, status, dnd or huddle\n"},
       }) {
    CAPTURE(row.text);
    CHECK(read("groups: {a: {track: " + row.text + ", members: []}}").problems == row.problems);
  }
}

// Each stands as the only member of group `a`, in a flow list that starts in column 23.
TEST_CASE("what is wrong with a member is said") {
  for (const Row& row : {
           Row{"dana",
               "w:1:24: groups.a.members[0]: \"dana\" is not a member id; expected a member id such as U024BE7LH\n"},
           Row{"u024be7lh",
               "w:1:24: groups.a.members[0]: \"u024be7lh\" is not a member id; expected a member id such as "
               "U024BE7LH\n"},
           Row{"[U1A]",
               "w:1:24: groups.a.members[0]: is a list; expected a member id, or a mapping with one of id, "
               "email, handle, usergroup and channel\n"},
           Row{"~",
               "w:1:23: groups.a.members[0]: is empty; expected a member id, or a mapping with one of id, "
               "email, handle, usergroup and channel\n"},
           Row{"{id: B1A}",
               "w:1:29: groups.a.members[0].id: \"B1A\" is not a member id; expected a member id such as "
               "U024BE7LH\n"},
           Row{"{id: U1A, name: }",
               "w:1:34: groups.a.members[0].name: is empty; expected a name to show for this member\n"},
           Row{"{name: Dana}",
               "w:1:24: groups.a.members[0]: does not name a member; expected one of id, email, handle, "
               "usergroup and channel\n"},
           Row{"{id: U1A, handle: kim}",
               "w:1:24: groups.a.members[0]: names a member in more than one way; expected one of "
               "id, email, handle, usergroup and channel\n"},
           Row{"{email: a@b.c, name: Lee}",
               "w:1:45: groups.a.members[0].name: has a name without an id; expected a name only beside an id\n"},
           Row{"{emial: a@b.c}",
               "w:1:25: groups.a.members[0].emial: is not a known key (did you mean email?); expected "
               "id, name, email, handle, usergroup or channel\n"},
           Row{"{email: lee}",
               "w:1:32: groups.a.members[0].email: \"lee\" is not an email address; expected an address such "
               "as lee@example.com\n"},
           Row{"{email: \"@b\"}",
               "w:1:32: groups.a.members[0].email: \"@b\" is not an email address; expected an address "
               "such as lee@example.com\n"},
           Row{"{handle: \"@\"}",
               "w:1:33: groups.a.members[0].handle: \"@\" is not a valid name; expected a handle in "
               "quotes, such as \"@kim\"\n"},
           Row{"{usergroup: \"#sre\"}",
               "w:1:36: groups.a.members[0].usergroup: \"#sre\" is not a valid name; expected a user "
               "group in quotes, such as \"@sre\"\n"},
           Row{"{handle: xoxb-12-hunter2}",
               "w:1:33: groups.a.members[0].handle: looks like a token or cookie; expected a handle in quotes, such as "
               "\"@kim\"\n"},
           Row{"{email: " + std::string(255, 'x') + "}",
               "w:1:32: groups.a.members[0].email: is longer than any name in Slack; expected an address such as "
               "lee@example.com\n"},
           Row{"{channel: \"\"}",
               "w:1:34: groups.a.members[0].channel: is empty; expected a channel in quotes, such as "
               "\"#incidents\"\n"},
           Row{"{channel: \"a\\nb\"}",
               "w:1:34: groups.a.members[0].channel: contains a control character; expected a "
               "channel in quotes, such as \"#incidents\"\n"},
       }) {
    CAPTURE(row.text);
    CHECK(read("groups: {a: {members: [" + row.text + "]}}").problems == row.problems);
  }
}

TEST_CASE("a channel's # outside of quotes starts a comment, which leaves the key empty") {
  CHECK(read("groups:\n  a:\n    members:\n      - channel: #incidents\n").problems ==
        "w:4:9: groups.a.members[0].channel: is empty; expected a channel in quotes, such as \"#incidents\"\n");
}

TEST_CASE("a member is in a group once, but may be in several groups") {
  CHECK(read("groups:\n  a:\n    members:\n      - U1A\n      - handle: kim\n      - {id: U1A, name: Dana}\n"
             "      - handle: \"@kim\"\n  b:\n    members: [U1A]\n")
            .problems ==
        "w:6:9: groups.a.members[2]: id \"U1A\" is already in this group, on line 4; expected once\n"
        "w:7:9: groups.a.members[3]: handle \"@kim\" is already in this group, on line 5; expected once\n");
}

TEST_CASE("two names that differ only beyond what a message shows are two members") {
  const std::string prefix(100, 'x');
  CHECK(read("groups: {a: {members: [{handle: " + prefix + "1}, {handle: " + prefix + "2}]}}").problems == "");
}

TEST_CASE("only ids can be excluded") {
  CHECK(read("groups: {}\nexclude: [U1A, kim, {email: a@b.c}]\n").problems ==
        "w:2:16: exclude[1]: \"kim\" is not a member id; expected a member id such as U024BE7LH\n"
        "w:2:21: exclude[2]: is a mapping; expected a member id such as U024BE7LH\n");
}

TEST_CASE("all problems of a watchlist come at once, in its order") {
  CHECK(
      read("exclude: no\n"
           "groups:\n"
           "  a:\n"
           "    members: [nobody, {id: U1A, colour: red}]\n"
           "    trak: [presence]\n"
           "  b: {track: [stats]}\n")
          .problems ==
      "w:1:10: exclude: is a single value; expected a list of member ids\n"
      "w:4:15: groups.a.members[0]: \"nobody\" is not a member id; expected a member id such as U024BE7LH\n"
      "w:4:33: groups.a.members[1].colour: is not a known key; expected id, name, email, handle, usergroup or channel\n"
      "w:5:5: groups.a.trak: is not a known key (did you mean track?); expected track, priority or members\n"
      "w:6:6: groups.b.members: is missing; expected a list of members\n"
      "w:6:15: groups.b.track[0]: \"stats\" is not a known value; expected presence, status, dnd or huddle\n");
}

}  // namespace
}  // namespace presenced::config
