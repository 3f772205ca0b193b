# SPDX-License-Identifier: Apache-2.0
# What is installed, and the Debian package that `cpack -G DEB` makes of it. The client is inside the program.
# Only the program is needed, not the tests.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
install(TARGETS arus RUNTIME DESTINATION bin)
install(FILES deploy/systemd/arus.service deploy/systemd/arus-worker.service
  DESTINATION lib/systemd/system)
install(FILES deploy/systemd/arus.toml DESTINATION /etc/arus)
# What an operator needs beside the program lies as in the repository, so that its pages' paths hold.
install(FILES README.md README.id.md SECURITY.md DESTINATION share/doc/arus)
install(DIRECTORY docs/operator DESTINATION share/doc/arus/docs)
install(DIRECTORY deploy/nginx DESTINATION share/doc/arus/deploy)
install(FILES migrations/mysql/grants.sql DESTINATION share/doc/arus/migrations/mysql)
install(FILES LICENSE DESTINATION share/doc/arus RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME arus)
set(CPACK_PACKAGE_CONTACT "The Arus authors <arus@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "live ledger for businesses with several outlets")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Time zones of books are read from the system; adduser makes the service's own user.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, tzdata, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_SOURCE_DIR}/deploy/debian/conffiles ${CMAKE_SOURCE_DIR}/deploy/debian/postinst
  ${CMAKE_SOURCE_DIR}/deploy/debian/postrm ${CMAKE_SOURCE_DIR}/deploy/debian/prerm)
include(CPack)
