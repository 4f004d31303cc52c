# What `cmake --install` puts where, and the Debian package of it (scripts/package).
include(GNUInstallDirs)

# Only what is installed is built for it, not every test.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY TRUE)

install(TARGETS presenced presencectl RUNTIME)
install(FILES systemd/presenced.service systemd/presenced@.service systemd/presenced-backup.service
        systemd/presenced-backup.timer systemd/presenced-hook@.service systemd/presenced-web.service
        systemd/presenced-replicate.service DESTINATION lib/systemd/system)
install(PROGRAMS config/hook-on-call DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(PROGRAMS systemd/backup DESTINATION libexec/presenced)
install(FILES systemd/presenced.sysusers.conf DESTINATION lib/sysusers.d RENAME presenced.conf)
install(FILES systemd/presenced.yaml systemd/watchlist.yaml DESTINATION /etc/presenced)
install(FILES config/presenced.yaml config/watchlist.yaml config/presenced.alerts.yaml config/grafana-dashboard.json
        config/hook-on-call.conf
        DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
# In the README's copy, links to what stays in the source are plain text.
file(READ README.md readme)
string(REGEX REPLACE
  "\\[([^]]+)\\]\\((docs/(TESTING|PROTOCOL|ARCHITECTURE)\\.md|(CONTRIBUTING|CHANGELOG)\\.md|LICENSE|compose\\.yaml|tests/[^)]*)\\)"
  "\\1" readme "${readme}")
file(WRITE ${PROJECT_BINARY_DIR}/package/README.md "${readme}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS README.md)
install(FILES ${PROJECT_BINARY_DIR}/package/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES docs/CENTRAL.md docs/CONFIGURATION.md docs/HISTORY.md docs/OPERATIONS.md docs/PAGE.md docs/PERFORMANCE.md docs/PRIVACY.md docs/QUERY.md docs/RELIABILITY.md
        docs/SCALE.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
install(DIRECTORY docs/schema DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
foreach(program presenced presencectl)
  install(FILES docs/completions/${program}.bash DESTINATION share/bash-completion/completions RENAME ${program})
  install(FILES docs/completions/_${program} DESTINATION share/zsh/vendor-completions)
  install(FILES docs/completions/${program}.fish DESTINATION share/fish/vendor_completions.d)
endforeach()

find_program(GZIP gzip)
if(NOT SCDOC OR NOT GZIP)
  message(STATUS "without scdoc and gzip there is no package")
  return()
endif()

# FILE -> OUTPUT, compressed, the same each time.
function(compressed file output)
  get_filename_component(folder ${output} DIRECTORY)
  add_custom_command(OUTPUT ${output} DEPENDS ${file} VERBATIM
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
    COMMAND ${GZIP} -9nc ${file} > ${output})
endfunction()

# Debian wants a changelog of its own form; its one entry points to ours. The time is that of SOURCE_DATE_EPOCH.
string(TIMESTAMP PRESENCED_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
# Of who publishes the package; scripts/package takes them from the environment.
set(PRESENCED_MAINTAINER "The presenced authors <presenced@packages.invalid>" CACHE STRING "Maintainer of the package")
set(PRESENCED_HOMEPAGE "" CACHE STRING "Address of the home page, named in the package; empty: none")
set(papers ${PROJECT_BINARY_DIR}/papers)
configure_file(cmake/debian/changelog.in ${papers}/changelog.Debian @ONLY)
compressed(${papers}/changelog.Debian ${papers}/changelog.Debian.gz)
compressed(${PROJECT_SOURCE_DIR}/CHANGELOG.md ${papers}/changelog.gz)
set(compressed_papers ${papers}/changelog.Debian.gz ${papers}/changelog.gz)
install(FILES cmake/debian/lintian-overrides DESTINATION share/lintian/overrides RENAME presenced)
install(FILES ${compressed_papers} cmake/debian/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})

foreach(page IN LISTS PRESENCED_MAN_PAGES)
  get_filename_component(name ${page} NAME)
  string(REGEX REPLACE ".*\\." "" section ${name})
  compressed(${page} ${papers}/${name}.gz)
  list(APPEND compressed_papers ${papers}/${name}.gz)
  install(FILES ${papers}/${name}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
add_custom_target(papers ALL DEPENDS ${compressed_papers})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME presenced)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT ${PRESENCED_MAINTAINER})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE ${PRESENCED_HOMEPAGE})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "honest history of presence and status in a Slack workspace")
set(CPACK_PACKAGE_DESCRIPTION
"presenced records who was active, away or unknown in a Slack workspace, and
what their status said, into a SQLite database that anybody may query while
it runs. It says how well each time is known, and shows an outage as an
outage. presencectl asks that history questions.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, tzdata, systemd | systemd-standalone-sysusers")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "sqlite3")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${PROJECT_SOURCE_DIR}/cmake/debian/conffiles;${PROJECT_SOURCE_DIR}/cmake/debian/postinst"
  "${PROJECT_SOURCE_DIR}/cmake/debian/prerm;${PROJECT_SOURCE_DIR}/cmake/debian/postrm")
include(CPack)
