#include "setup/guide.h"

#include <fmt/format.h>

#include "config/wording.h"
#include "setup/manifest.h"

namespace presenced::setup {
namespace {

constexpr std::string_view kNotice =
    R"(We use presenced in this Slack workspace. It records, of the people on a list that we keep:
- when Slack shows them as active or away, and when that is not known;
- what their Slack status says, and when it changes.
It reads no messages and no files. "Active" is what Slack shows as active; it is not a measure of work.
Records older than 400 days are deleted. [Name] keeps the list and decides who may read the records.
You can ask [name] at any time whether you are on the list, what is recorded about you, to have it
deleted, and to be left out for good.
)";

}  // namespace

std::string steps_at_slack(bool by_name) {
  const std::string manifest = app_manifest(by_name);
  return fmt::format(
      R"(An app at Slack gives presenced its tokens. You need a browser in which you are signed in to the workspace.

1. Open this link. Choose the workspace, click Next, and then Create:

{link}

   (The link fills in this manifest. If it does not: api.slack.com/apps, Create New App, From a manifest.)

{manifest}
2. On the page of the app, click "Install to Workspace" and allow it. If the button asks an administrator for
   approval, wait for that.
3. "OAuth & Permissions": copy the "Bot User OAuth Token" (xoxb-...). That is the bot token.
4. "Basic Information", "App-Level Tokens", "Generate Token and Scopes": add the scope connections:write, generate,
   and copy the token (xapp-...). That is the app-level token. Without it statuses are polled, too.

)",
      fmt::arg("link", manifest_link(manifest)), fmt::arg("manifest", manifest));
}

std::string_view notice() { return kNotice; }

std::string how_to_add(const std::filesystem::path& configuration, const FirstConfiguration& first) {
  const std::string watchlist = first.workspace + ".watchlist.yaml";
  const std::string folder = config::shell_word(configuration.parent_path().string());
  std::string text = fmt::format(R"({} already exists; it is not changed.

To add a workspace to it, put its tokens into files beside it that only their owner can read, write a
watchlist, add these lines under "workspaces:", and run: presenced check --connect

{}
    cd {}
    (umask 077; cat > {})        # paste the bot token, Enter, Ctrl-D
)",
                                 config::printable(configuration.string()), workspace_entry(first, watchlist), folder,
                                 token_file_name(first.workspace));
  if (first.app_token) {
    text += fmt::format("    (umask 077; cat > {})    # paste the app-level token, Enter, Ctrl-D\n",
                        app_token_file_name(first.workspace));
  }
  return text + "\nTo start again and overwrite every file, run the same command with --force.\n";
}

std::string how_to_go_on(const std::filesystem::path& configuration, const FirstConfiguration& first, bool good) {
  const std::string file = config::shell_word(configuration.string());
  if (!good) {
    return fmt::format(
        "Not ready yet. The files are written; correct the problems above, then run:\n"
        "    presenced check --connect --config {}\n",
        file);
  }
  if (!first.packaged) {
    return fmt::format(
        "Ready.\n"
        "    presenced run --config {0}      # records until Ctrl-C\n"
        "    presencectl now --config {0}    # show everybody's state now\n",
        file);
  }
  std::string tokens = token_file_name(first.workspace);
  if (first.app_token) tokens += " " + app_token_file_name(first.workspace);
  return fmt::format(
      "Ready. The service runs as the user presenced, which must own the tokens:\n"
      "    cd {} && chown presenced: {}\n"
      "    systemctl enable --now presenced\n",
      config::shell_word(configuration.parent_path().string()), tokens);
}

}  // namespace presenced::setup
