# cmake -DPAGE=build/dev/page -DSOURCE=lib/web/page -P size.cmake: what a browser loads before it asks anything is small, the
# bundle is what the HTML names, and no module has grown beyond a subject.
cmake_minimum_required(VERSION 3.25)
set(most 100000)  # bytes, as they are sent
set(longest 250)  # lines

set(sum 0)
foreach(file main.js.gz theme.js.gz page.css.gz icon.svg.gz)
  file(SIZE ${PAGE}/bundled/${file} size)
  math(EXPR sum "${sum} + ${size}")
endforeach()
file(SIZE ${PAGE}/page.html size)
math(EXPR sum "${sum} + ${size}")
message(STATUS "the page without its answers: ${sum} bytes")
if(sum GREATER most)
  message(SEND_ERROR "the page is ${sum} bytes; at most ${most}")
endif()

file(READ ${PAGE}/page.html html)
if(html MATCHES "@[a-z]+\\.[a-z]+@" OR html MATCHES "<style|style=|<script>|onclick|https?://")
  message(SEND_ERROR "page.html names a file that was not built, has code of its own, or names another host")
endif()
file(GLOB assets RELATIVE ${PAGE}/assets ${PAGE}/assets/*)
foreach(asset IN LISTS assets)
  string(FIND "${html}" "/assets/${asset}\"" at)
  if(at EQUAL -1)
    message(SEND_ERROR "page.html does not ask for ${asset}")
  endif()
endforeach()

file(GLOB_RECURSE sources ${SOURCE}/*.ts ${SOURCE}/*.css)
foreach(source IN LISTS sources)
  file(STRINGS ${source} lines)
  list(LENGTH lines count)
  if(count GREATER longest)
    message(SEND_ERROR "${source} has ${count} lines; at most ${longest}")
  endif()
  # A text of the history as HTML is how a stranger's status would become a program.
  file(READ ${source} text)
  if(text MATCHES "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|[^a-z]eval\\(")
    message(SEND_ERROR "${source} parses text as HTML or as a program")
  endif()
endforeach()
