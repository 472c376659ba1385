/* acdwall: arguments in, exit status out.  Decides which program runs and where its feeds are; the
 * only place that knows both the settings file and the command line. */
#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "acdfeed/streams.h"
#include "console/edge/confine.h"
#include "console/edge/check_rules.h"
#include "console/edge/console.h"
#include "console/edge/demo.h"
#include "console/edge/descriptors.h"
#include "console/edge/language.h"
#include "console/edge/plain.h"
#include "console/edge/report_command.h"
#include "console/edge/tty.h"
#include "console/words.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <string.h>

static int complain(int status, const struct acd_fault *why)
{
    fprintf(stderr, "acdwall: %s\n", why->text);
    return status;
}

/* The command line's feeds, else the settings', else the usual place. */
static void choose_feeds(struct options *options, const struct settings *settings,
                         const struct demo *demo)
{
    const char *stats, *control, *key, *server_key, *group;
    if (demo) {
        options->feeds[options->n_feeds++] =
            (struct feedlink_feed){.stats = demo_stats(demo), .control = demo_control(demo)};
        return;
    }
    bool given = options->n_feeds > 0;
    for (int i = 0; !given && settings_feed(settings, i, &stats, &control) && i < FEEDLINK_FEEDS; i++) {
        settings_feed_keys(settings, i, &key, &server_key);
        group = settings_feed_group(settings, i);
        options->feeds[options->n_feeds++] = (struct feedlink_feed){
            .stats = stats,
            .control = *control ? control : NULL,
            .key = *key ? key : NULL,
            .server_key = *server_key ? server_key : NULL,
            .group = *group ? group : NULL,
        };
    }
    if (!options->n_feeds)
        options->feeds[options->n_feeds++] =
            (struct feedlink_feed){.stats = ACD_STATS_ENDPOINT, .control = ACD_CONTROL_ENDPOINT};
    for (int i = 0; i < options->n_feeds; i++) {
        struct feedlink_feed *feed = &options->feeds[i];
        feed->key = feed->key ? feed->key : options->key;
        feed->server_key = feed->server_key ? feed->server_key : options->server_key;
    }
}

/* The pages of a file of their own must be right: nobody reads errors on a wall. */
static int show_wall(const struct options *options, struct settings *settings, struct acd_fault *why)
{
    struct settings *file = options->pages ? settings_open(options->pages, why) : NULL;
    if (options->pages && !file)
        return EXIT_USAGE;
    const struct pages *pages = settings_pages(file ? file : settings);
    const char *wrong = settings_error(file ? file : settings, 0);
    int status = EXIT_USAGE;
    if (file && wrong)
        acd_fault_say(why, "%s", wrong);
    else if (options->page && !pages_find(pages, options->page))
        acd_fault_say(why, _("--page %s: no such page; the first one is %s"), options->page, pages_at(pages, 0)->name);
    else
        status = options->once ? once_run(options, settings, pages, why)
                               : wall_run(options, settings, pages, why);
    settings_free(file);
    return status;
}

/* With keys the feed calls us by our key's name, so that is who we are here too. */
static void take_name(struct options *options)
{
    for (int i = 0; i < options->n_feeds && !*options->known_as.name; i++)
        if (options->feeds[i].key &&
            !acd_key_read_public(options->feeds[i].key, &options->known_as, NULL))
            options->known_as.name[0] = 0; /* what is wrong with the file is said when it is used */
    if (*options->known_as.name)
        options->by = options->known_as.name;
}

static int run(struct options *options, struct settings *settings, struct acd_fault *why)
{
    struct demo *demo = NULL;
    if (options->demo && !(demo = demo_start(why)))
        return EXIT_ERROR;
    options->read_only = options->read_only || settings_read_only(settings);
    if (!options->play)
        choose_feeds(options, settings, demo);
    if (!descriptors_suffice(options->n_feeds, why)) {
        demo_stop(demo);
        return EXIT_ERROR;
    }
    take_name(options);
    if (options->once == ONCE_JSON || options->once == ONCE_CSV)
        language_leave();
    if (options->read_only || options->wall)
        confine_to_looking(); /* the demo's floor runs already */
    int status = options->wall   ? show_wall(options, settings, why)
                 : options->once ? once_run(options, settings, settings_pages(settings), why)
                 : options->plain ? plain_run(options, settings, why)
                                 : console_run(options, settings, why);
    demo_stop(demo);
    return status;
}

int main(int argc, char **argv)
{
    struct options options;
    struct acd_fault why = {""};

    acd_streams_reserve();
#ifdef __GLIBC__
    /* Blocks made by the socket thread are freed by the screen's: one arena for both, or each keeps
     * what the other could use. */
    mallopt(M_ARENA_MAX, 1);
    /* What is large goes back to the system when it is freed; left to itself, malloc learns to keep it. */
    mallopt(M_MMAP_THRESHOLD, 128 << 10);
    mallopt(M_TRIM_THRESHOLD, 128 << 10);
#endif
    language_open();
    acd_memory_on_exhausted(tty_rescue);
    if (argc > 1 && !strcmp(argv[1], "report")) {
        int report = report_command(argc - 1, argv + 1, &why);
        return report == EXIT_WHOLE ? report : complain(report, &why);
    }
    switch (wall_options_read(&options, argc, argv, stdout, &why)) {
    case OPTIONS_HELPED:
        return EXIT_WHOLE;
    case OPTIONS_WRONG:
        return complain(EXIT_USAGE, &why);
    case OPTIONS_RUN:
        break;
    }
    if (options.check_rules && !options.play) {
        acd_fault_say(&why, "--check-rules needs a recorded day: --play TAPE");
        return complain(EXIT_USAGE, &why);
    }
    if (options.check_rules) {
        int checked = check_rules_run(options.check_rules, options.play, options.json, stdout, &why);
        return checked == EXIT_WHOLE ? checked : complain(checked, &why);
    }
    struct settings *settings = settings_open(options.settings, &why);
    if (!settings)
        return complain(EXIT_USAGE, &why);
    int status = run(&options, settings, &why);
    settings_free(settings);
    return status == EXIT_ERROR || status == EXIT_USAGE ? complain(status, &why) : status;
}
