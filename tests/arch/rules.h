// The rules of the architecture (docs/ARCHITECTURE.md, "Rules"), each as a function from the sources to what breaks it.
// Pure: rules_test.cpp shows each of them able to fail, project_test.cpp applies them to the project.
#pragma once

#include <string>
#include <vector>

#include "arch/modules.h"
#include "arch/source.h"

namespace presenced::arch {

using Sources = std::vector<SourceFile>;
using Findings = std::vector<std::string>;  // "path:line: what is wrong"; empty: the rule is kept

// ---- arrows ----
// A file of lib/ includes, in quotes, files of its own module and of those below it in the order; nothing else.
Findings arrows_up(const Sources& sources, const Modules& modules);
// ... and of those only the ones that its module declares.
Findings undeclared_arrows(const Sources& sources, const Modules& modules);
// lib/X/private/ is included by lib/X alone. (Its unit tests may.)
Findings broken_privacy(const Sources& sources);

// ---- libraries and their places ----
Findings tls_outside_net(const Sources& sources);  // Beast and OpenSSL; also allowed in the fake Slack and net's tests
Findings sqlite_outside_store(const Sources& sources);                       // in lib/ and daemon/
Findings postgres_outside_central(const Sources& sources);                   // in lib/ and daemon/
Findings sockets_below_net(const Sources& sources, const Modules& modules);  // Asio or the system's own
Findings logging_in_pure_modules(const Sources& sources);

// ---- what a pure module must be told instead of asking ----
Findings clocks_in_pure_modules(const Sources& sources);
Findings randomness_in_pure_modules(const Sources& sources);
Findings environment_in_pure_modules(const Sources& sources);

// ---- small rooms ----
inline constexpr std::size_t kMaxLines = 300;
Findings long_files(const Sources& sources);   // in lib/ and daemon/
Findings vague_names(const Sources& sources);  // util, helper, common, misc: names that say nothing of the subject

// ---- comments ----
// A page is cited by its path (docs/PROTOCOL.md) and never by a bare title in capital letters with a number: the
// sections of a page come and go, and the page may not be there for every reader.
Findings bare_citations(const Sources& sources);

}  // namespace presenced::arch
