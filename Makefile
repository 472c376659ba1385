# acdwall - terminal wallboard and supervisor console for call centres
#
#   make            build/acdwall, build/acdfeed, build/libacdfeed.a, build/libacdfeed.so
#   make demo       install what is missing, build, open the console on a simulated contact centre
#   make check      install what is missing, build, run every test, also under the sanitizers
#   make test       the tests alone, nothing installed       (T=name: one of them)
#   make check-asterisk   a real Asterisk from the distribution's packages, beside the board (VER=16|22)
#   make check-faults   does every fault to real processes; a table of what was noticed, mended, lost
#   make bench      the figures that README quotes
#   make coverage   what the tests execute, lines and branches by room; fails below 90 % of the pure code
#   make valgrind   the tests and the programs they start under memcheck (T=name: one of them); slow
#   make fuzz       install clang where it is missing, every fuzz target for TIME=60 seconds  (T=name: one)
#   make words      every language's file brought up to what the console says; review is translating
#   make bless      record the golden screens anew; review is reading the diff
#   make pictures   draw the pictures of README anew (tests/pictures)
#   make readme     renew README's screens and examples from what the tests run
#   make install    to $(DESTDIR)$(PREFIX); make uninstall takes it away again
#   make clean
#
#   MODE=release|asan|tsan|fuzz|coverage   each builds in a folder of its own
#   V=1                                    show the commands
#   CFLAGS=... LDFLAGS=...                 added to ours, never replacing them

MODE ?= release
PREFIX ?= /usr/local
VERSION := 0.1.0
CC ?= gcc
MAKEFLAGS += -r
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all

OUT := $(if $(filter release,$(MODE)),build,build/$(MODE))
ifeq ($(V),1)
Q :=
else
Q := @
endif
say = $(if $(Q),@printf '  %-8s %s\n' $(1) $(2))

# --- flags -------------------------------------------------------------------------------------

PACKAGES := libzmq msgpack jansson zlib inih ncursesw libsodium
TEST_PACKAGES := cmocka vterm
packages_present := $(shell pkg-config --exists $(PACKAGES) 2>/dev/null && echo yes)
LIB_CFLAGS := $(filter-out -D_XOPEN_SOURCE=% -D_DEFAULT_SOURCE,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
FEED_LIBS := $(shell pkg-config --libs libzmq msgpack jansson zlib 2>/dev/null)
TOOL_LIBS := $(shell pkg-config --libs inih 2>/dev/null)
WALL_LIBS := $(shell pkg-config --libs inih ncursesw libsodium 2>/dev/null)
TEST_LIBS = $(shell pkg-config --libs $(TEST_PACKAGES) 2>/dev/null) -lutil

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes \
            -Wformat=2 -Wwrite-strings -Wundef -Wpointer-arith $(and $(CI),$(filter release,$(MODE)),-Werror)
# What this compiler knows of them: $(call known,FLAGS) is FLAGS or nothing.
known = $(shell printf '\043include <stdio.h>\n' | $(CC) -O2 -Werror $(1) -x c -c -o /dev/null - 2>/dev/null && \
  printf '%s' '$(1)')
HARDENING := -fstack-protector-strong -fstack-clash-protection $(call known,-fcf-protection) \
    $(or $(call known,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
mode_release := -O2 -g $(HARDENING)
mode_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
mode_tsan := -O1 -g -fsanitize=thread
mode_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
mode_coverage := -O0 -g --coverage -fprofile-update=atomic -fprofile-abs-path
ifeq ($(MODE),fuzz)
CC := clang
endif
BUILD_CFLAGS := -std=c11 -D_DEFAULT_SOURCE -D_XOPEN_SOURCE=700 -Iinclude -I. -I$(OUT)/gen -fPIC -pthread \
    $(WARNINGS) $(mode_$(MODE)) $(LIB_CFLAGS) -DACD_RELEASE='"$(VERSION)"' \
    -DACD_SHARE='"$(PREFIX)/share/acdwall"' $(CFLAGS)
BUILD_LDFLAGS := -pthread $(filter -fsanitize% --coverage,$(mode_$(MODE))) -Wl,-z,relro,-z,now,-z,noexecstack \
    $(LDFLAGS) -lm

# --- what is built -----------------------------------------------------------------------------

# A language is a file; without msgfmt the programs are built all the same and speak English.
LANGUAGES := $(patsubst console/po/%.po,%,$(wildcard console/po/*.po))
CATALOGUES := $(if $(shell command -v msgfmt),$(LANGUAGES:%=$(OUT)/locale/%/LC_MESSAGES/acdwall.mo))

sources = $(sort $(foreach folder,$(1),$(wildcard $(folder)/*.c)))
objects = $(patsubst %.c,$(OUT)/obj/%.o,$(1))
FOLDERS_LIB := feed/wire feed/link feed/figures feed/tape
LIB_SOURCES := $(call sources,$(FOLDERS_LIB))
TOOL_SOURCES := $(filter-out feed/main.c,$(call sources,feed \
    $(filter-out $(FOLDERS_LIB),$(patsubst %/,%,$(wildcard feed/*/)))))
WALL_SOURCES := $(filter-out console/main.c,$(call sources,console $(patsubst %/,%,$(wildcard console/*/))))
SHARED_TEST_SOURCES := $(call sources,tests/support) \
    $(filter-out tests/faults/faults_%,$(call sources,tests/faults))
UNIT_TESTS := $(patsubst %.c,$(OUT)/%,$(call sources,tests/unit tests/e2e tests/tty))
BENCHES := $(patsubst %.c,$(OUT)/%,$(call sources,tests/bench))
FUZZERS := $(patsubst %.c,$(OUT)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
PRELOADS := $(patsubst %.c,$(OUT)/%.so,$(call sources,tests/preload))
FAULTS := $(patsubst %.c,$(OUT)/%,$(sort $(wildcard tests/faults/faults_*.c)))
EXAMPLES := $(patsubst %.c,$(OUT)/%,$(call sources,tests/examples))

LIB := $(OUT)/libacdfeed.a
LIB_SO := $(OUT)/libacdfeed.so
TOOL_LIB := $(OUT)/obj/libtool.a
WALL_LIB := $(OUT)/obj/libwall.a
TEST_LIB := $(OUT)/obj/libtestsupport.a

.PHONY: all demo check check-asterisk check-faults test coverage valgrind bench fuzz bless pictures install uninstall clean packages words words-check headers edges hardened readme readme-check asan tsan examples FORCE
all: $(OUT)/acdwall $(OUT)/acdfeed $(LIB) $(LIB_SO) $(CATALOGUES)

ifneq ($(packages_present),yes)
ifeq ($(filter demo check fuzz packages clean,$(MAKECMDGOALS)),)
$(error Libraries are missing: pkg-config does not find all of $(PACKAGES). `make packages` installs them)
endif
endif

# Rewritten only when the command changes, so that new flags rebuild and old ones do not.
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','"'"',$(CC) $(BUILD_CFLAGS) $(BUILD_LDFLAGS))' | cmp -s - $@ || \
	  printf '%s\n' '$(subst ','"'"',$(CC) $(BUILD_CFLAGS) $(BUILD_LDFLAGS))' > $@
FORCE:

$(OUT)/obj/%.o: %.c $(OUT)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(BUILD_CFLAGS) -MMD -MP -c -o $@ $<

# A file of the sources as the bytes of an array.
$(OUT)/gen/%.inc: %
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)od -An -v -tx1 $< | sed 's/ \([0-9a-f]*\)/0x\1,/g' > $@
$(OUT)/obj/console/settings/theme_files.o: $(OUT)/gen/themes/dark.theme.inc

$(OUT)/locale/%/LC_MESSAGES/acdwall.mo: console/po/%.po
	$(call say,MSGFMT,$<)
	@mkdir -p $(@D)
	$(Q)msgfmt --check-format --check-domain -o $@ $<

archive = $(call say,AR,$@)
%.a:
	$(call say,AR,$@)
	@mkdir -p $(@D)
	$(Q)rm -f $@ && ar rcs $@ $(filter %.o,$^)
$(LIB): $(call objects,$(LIB_SOURCES))
$(TOOL_LIB): $(call objects,$(TOOL_SOURCES))
$(WALL_LIB): $(call objects,$(WALL_SOURCES))
$(TEST_LIB): $(call objects,$(SHARED_TEST_SOURCES))

$(LIB_SO): $(call objects,$(LIB_SOURCES))
	$(call say,LD,$@)
	$(Q)$(CC) -shared -Wl,-soname,libacdfeed.so.1 -o $@ $^ $(BUILD_LDFLAGS) $(FEED_LIBS)

$(OUT)/acdfeed: $(OUT)/obj/feed/main.o $(TOOL_LIB) $(LIB)
	$(call say,LD,$@)
	$(Q)$(CC) -pie -o $@ $^ $(BUILD_LDFLAGS) $(FEED_LIBS) $(TOOL_LIBS)
$(OUT)/acdwall: $(OUT)/obj/console/main.o $(WALL_LIB) $(LIB)
	$(call say,LD,$@)
	$(Q)$(CC) -pie -o $@ $^ $(BUILD_LDFLAGS) $(FEED_LIBS) $(WALL_LIBS)

$(OUT)/tests/%: $(OUT)/obj/tests/%.o $(TEST_LIB) $(WALL_LIB) $(TOOL_LIB) $(LIB)
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -o $@ $< -Wl,--start-group $(TEST_LIB) $(WALL_LIB) $(TOOL_LIB) $(LIB) -Wl,--end-group \
	  $(BUILD_LDFLAGS) $(FEED_LIBS) $(WALL_LIBS) $(TEST_LIBS)
# With MODE=fuzz libFuzzer finds the inputs; else the target is a test that takes those of the corpus.
fuzz_main := $(if $(filter fuzz,$(MODE)),,$(OUT)/obj/tests/fuzz/replay.o)
$(OUT)/tests/fuzz/fuzz_control $(OUT)/tests/fuzz/fuzz_relay $(OUT)/tests/fuzz/fuzz_subscriber: $(OUT)/obj/tests/fuzz/fake_link.o
# Stands before a program that may be built with a sanitizer, so it has none itself.
$(OUT)/tests/preload/%.so: tests/preload/%.c
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -O2 $(WARNINGS) -fPIC -shared -o $@ $<
$(OUT)/tests/fuzz/%: $(OUT)/obj/tests/fuzz/%.o $(fuzz_main) $(WALL_LIB) $(TOOL_LIB) $(LIB)
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(if $(fuzz_main),,-fsanitize=fuzzer) -o $@ $(filter %.o,$^) -Wl,--start-group $(WALL_LIB) $(TOOL_LIB) $(LIB) \
	  -Wl,--end-group $(BUILD_LDFLAGS) $(FEED_LIBS) $(WALL_LIBS) $(if $(fuzz_main),$(TEST_LIBS))
.SECONDARY:

-include $(shell find $(OUT)/obj -name '*.d' 2>/dev/null)

# --- people's commands -------------------------------------------------------------------------

packages:
	@sh .ci/packages $(PACKAGES) $(if $(filter check,$(MAKECMDGOALS)),$(TEST_PACKAGES) --tests)

# As many compilers at once as there are processors.
at_once = -j$(shell nproc 2>/dev/null || echo 2)

demo:
	@sh .ci/packages $(PACKAGES)
	@$(MAKE) --no-print-directory $(at_once) all
	@$(OUT)/acdwall --demo

check:
	@sh .ci/packages $(PACKAGES) $(TEST_PACKAGES) --tests
	@$(MAKE) --no-print-directory $(at_once) headers edges words-check readme-check all
	@$(MAKE) --no-print-directory hardened
	@$(MAKE) --no-print-directory $(at_once) test
	@$(MAKE) --no-print-directory $(at_once) MODE=asan test
	@$(MAKE) --no-print-directory $(at_once) check-faults
	@$(MAKE) --no-print-directory check-asterisk

# Skipped, and said so, where no Asterisk can be had.
check-asterisk: $(OUT)/acdfeed $(OUT)/acdwall $(OUT)/tests/e2e/test_asterisk_keys
	@OUT=$(OUT) PREFIX=$(CURDIR)/build/asterisk-$(or $(VER),16) VER=$(or $(VER),16) \
	  /usr/bin/python3 tests/asterisk/check || [ $$? = 77 ]

all_tests := $(UNIT_TESTS) $(FUZZERS)
chosen_tests := $(if $(T),$(filter %/test_$(T) %/$(T),$(all_tests)),$(all_tests))
test: all $(chosen_tests) $(EXAMPLES)
	@OUT=$(OUT) MODE=$(MODE) sh tests/run $(chosen_tests)

# Memcheck runs one thread at a time, twenty times as slow: what a test waits for may take so much longer.
# Left out are test_hook, which looks at the descriptors of children and at posix_spawn's failures (both are
# memcheck's own there), and test_erlang, whose yardstick is long double, which memcheck does not have.
checked_tests = $(if $(T),$(chosen_tests),$(filter-out %/test_hook %/test_erlang,$(chosen_tests)))
valgrind: all $(chosen_tests) $(EXAMPLES)
	@OUT=$(OUT) MODE='$(MODE), valgrind' VALGRIND=1 ACD_TEST_SLOW=$(or $(ACD_TEST_SLOW),10) \
	  JOBS=$(or $(JOBS),2) sh tests/run $(checked_tests)

check-faults: all $(FAULTS) $(PRELOADS)
	@OUT=$(OUT) MODE=$(MODE) sh tests/faults/run $(FAULTS)

# Also children that tests start are counted, unless a signal that they do not catch ends them.
coverage:
	@find build/coverage -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) --no-print-directory $(at_once) MODE=coverage test; tested=$$?; \
	  OUT=build/coverage /usr/bin/python3 tests/checks/coverage && exit $$tested

bench: all $(BENCHES)
	@OUT=$(OUT) sh tests/bench/run $(BENCHES)

ifeq ($(MODE),fuzz)
fuzz: $(FUZZERS)
	@OUT=$(OUT) TIME=$(or $(TIME),60) sh tests/fuzz/run $(if $(T),$(filter %/fuzz_$(T),$(FUZZERS)),$(FUZZERS))
else
fuzz:
	@sh .ci/packages $(PACKAGES) --fuzz
	@$(MAKE) --no-print-directory $(at_once) MODE=fuzz fuzz
endif

golden_tests = $(patsubst %.c,$(OUT)/%,$(shell grep -lE 'screen_expect|BLESS' $(call sources,tests/unit tests/tty)))
bless: all $(golden_tests)
	@BLESS=1 OUT=$(OUT) MODE=$(MODE) sh tests/run $(golden_tests)
	@/usr/bin/python3 tests/checks/readme --write

pictures: all $(OUT)/tests/unit/test_picture
	@BLESS=1 OUT=$(OUT) MODE=$(MODE) sh tests/run $(OUT)/tests/unit/test_picture

words:
	@for code in $(LANGUAGES); do \
	  sh console/po/extract > $(OUT)/acdwall.pot && \
	  msgmerge --quiet --update --backup=none --no-wrap console/po/$$code.po $(OUT)/acdwall.pot; done

headers:
	@CC='$(CC)' CFLAGS='$(LIB_CFLAGS)' sh tests/checks/headers
words-check:
	@sh tests/checks/words

edges:
	@sh tests/checks/edges
hardened: all
	@OUT=$(OUT) sh tests/checks/hardened
readme-check:
	@/usr/bin/python3 tests/checks/readme
readme:
	@/usr/bin/python3 tests/checks/readme --write

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib $(DESTDIR)$(PREFIX)/include/acdfeed \
	  $(DESTDIR)$(PREFIX)/share/acdwall/themes
	install $(OUT)/acdwall $(OUT)/acdfeed $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(LIB) $(DESTDIR)$(PREFIX)/lib
	install $(LIB_SO) $(DESTDIR)$(PREFIX)/lib/libacdfeed.so.1
	ln -sf libacdfeed.so.1 $(DESTDIR)$(PREFIX)/lib/libacdfeed.so
	install -m 644 include/acdfeed.h $(DESTDIR)$(PREFIX)/include
	install -m 644 include/acdfeed/*.h $(DESTDIR)$(PREFIX)/include/acdfeed
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig
	printf '%s\n' 'prefix=$(PREFIX)' 'Name: acdfeed' 'Description: publish and subscribe to ACD feeds' \
	  'Version: $(VERSION)' 'Requires.private: libzmq msgpack jansson zlib' \
	  'Cflags: -I$${prefix}/include' 'Libs: -L$${prefix}/lib -lacdfeed' \
	  > $(DESTDIR)$(PREFIX)/lib/pkgconfig/acdfeed.pc
	install -m 644 themes/*.theme $(DESTDIR)$(PREFIX)/share/acdwall/themes
	for code in $(if $(CATALOGUES),$(LANGUAGES)); do \
	  install -d $(DESTDIR)$(PREFIX)/share/locale/$$code/LC_MESSAGES; \
	  install -m 644 $(OUT)/locale/$$code/LC_MESSAGES/acdwall.mo $(DESTDIR)$(PREFIX)/share/locale/$$code/LC_MESSAGES; \
	done
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/acdwall $(DESTDIR)$(PREFIX)/bin/acdfeed
	rm -f $(DESTDIR)$(PREFIX)/lib/libacdfeed.a $(DESTDIR)$(PREFIX)/lib/libacdfeed.so \
	  $(DESTDIR)$(PREFIX)/lib/libacdfeed.so.1 $(DESTDIR)$(PREFIX)/lib/pkgconfig/acdfeed.pc $(DESTDIR)$(PREFIX)/include/acdfeed.h
	rm -rf $(DESTDIR)$(PREFIX)/include/acdfeed $(DESTDIR)$(PREFIX)/share/acdwall
	rm -f $(DESTDIR)$(PREFIX)/share/locale/*/LC_MESSAGES/acdwall.mo

clean:
	rm -rf build
