# cmake -DSOURCE=lib/web/page -DOUTPUT=DIR -DGZIP=gzip -P embed_page.cmake: the bundled files of DIR/bundled, as
# DIR/assets/NAME.HASH.EXT and as DIR/page_files.cpp. The same input gives the same bytes (gzip -n: no time, no name).
cmake_minimum_required(VERSION 3.25)

file(COPY ${SOURCE}/icon.svg DESTINATION ${OUTPUT}/bundled)
file(MAKE_DIRECTORY ${OUTPUT}/assets)
set(arrays)
set(rows)

# Adds the bytes of a file as an array, and its row. `name` is what the file is asked for by.
function(embed file name type gzip)
  file(SHA256 ${file} hash)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n    " bytes "${bytes}")
  string(MAKE_C_IDENTIFIER "kBytes_${name}" array)
  string(SUBSTRING ${hash} 0 16 etag)
  string(APPEND arrays "constexpr unsigned char ${array}[] = {\n    ${bytes}};\n")
  string(APPEND rows "    {\"${name}\", \"${type}; charset=utf-8\", \"\\\"${etag}\\\"\", ${array}, ${gzip}},\n")
  set(arrays "${arrays}" PARENT_SCOPE)
  set(rows "${rows}" PARENT_SCOPE)
endfunction()

foreach(row "main.js|text/javascript" "theme.js|text/javascript" "page.css|text/css" "icon.svg|image/svg+xml")
  string(REPLACE "|" ";" row "${row}")
  list(GET row 0 file)
  list(GET row 1 type)
  file(SHA256 ${OUTPUT}/bundled/${file} hash)
  string(SUBSTRING ${hash} 0 10 hash)
  string(REGEX REPLACE "\\.([a-z]+)$" ".${hash}.\\1" name ${file})
  file(COPY_FILE ${OUTPUT}/bundled/${file} ${OUTPUT}/assets/${name})
  execute_process(COMMAND ${GZIP} -9 -n -c ${OUTPUT}/bundled/${file} OUTPUT_FILE ${OUTPUT}/bundled/${file}.gz COMMAND_ERROR_IS_FATAL ANY)
  embed(${OUTPUT}/bundled/${file}.gz ${name} ${type} true)
  list(APPEND files ${file})
  set(name_of_${file} ${name})
endforeach()
set(assets "${rows}")
foreach(page page link)
  file(READ ${SOURCE}/${page}.html html)
  foreach(file ${files})
    string(REPLACE "@${file}@" ${name_of_${file}} html "${html}")
  endforeach()
  file(WRITE ${OUTPUT}/${page}.html "${html}")
  set(rows)
  embed(${OUTPUT}/${page}.html ${page}.html text/html false)
  string(REGEX REPLACE ",\n$" ";\n" ${page}_row "${rows}")
endforeach()

file(WRITE ${OUTPUT}/page_files.cpp "// Generated from lib/web/page by cmake/embed_page.cmake.
#include \"web/page_file.h\"

namespace presenced::web {
namespace {

${arrays}
const PageFile kPageFiles[] = {
${assets}};
const PageFile kPageHtml =
${page_row}const PageFile kLinkHtml =
${link_row}
}  // namespace

std::span<const PageFile> page_files() { return kPageFiles; }
const PageFile& page_html() { return kPageHtml; }
const PageFile& link_html() { return kLinkHtml; }

}  // namespace presenced::web
")
