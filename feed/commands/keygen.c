/* `acdfeed keygen`: draws the keys of feeds and consoles into files, shows public parts.  Never
 * prints a secret. */
#include "acdfeed/keys.h"
#include "feed/commands/command.h"
#include "feed/commands/keyed.h"

#include <stdio.h>

static const char about[] =
    "Draws a pair of keys: NAME.secret, which stays with whom it names and which nobody else\n"
    "may read (mode 0600), and NAME.public.  One for each feed, person and wallboard.\n\n"
    "The feed is given its own NAME.secret by --key, and the public keys of those it lets in\n"
    "in a file, --authorized, one a line, # for comments:\n"
    "  hall-wall  wall        rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\n"
    "  anna       supervisor  D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs\n"
    "wall sees no agents, viewer sees all, supervisor may also command, publisher is another\n"
    "feed that listens.  Consoles are given their own secret by --key and the feed's public key\n"
    "by --server-key.";

static const char closing[] =
    "Exit status: 0 done; 1 a file is there already, or cannot be written or read; 2 usage.";

static int draw(const char *name, const char *folder)
{
    struct acd_key key;
    struct acd_fault why;
    bool fine = acd_key_draw(&key, name, &why) && acd_key_write(&key, folder, &why);
    if (fine)
        printf("%s/%s.secret\n%s/%s.public\n%s %s\n", folder, name, folder, name, key.name,
               key.public_key);
    else
        command_complain("keygen", "%s", why.text);
    acd_key_forget(&key);
    return fine ? COMMAND_DONE : COMMAND_FAILED;
}

static int show(const char *path)
{
    struct acd_key key;
    struct acd_fault why;
    if (!acd_key_read_public(path, &key, &why)) {
        command_complain("keygen", "%s", why.text);
        return COMMAND_FAILED;
    }
    printf("%s %s\n", key.name[0] ? key.name : "-", key.public_key);
    return COMMAND_DONE;
}

int command_keygen(int argc, char **argv)
{
    const char *folder = ".", *shown = NULL;
    const struct option_rule rules[] = {
        {"dir", OPTION_TEXT, &folder, "DIR", "where the files go; here unless said", 0, 0},
        {"show", OPTION_TEXT, &shown, "FILE", "print name and public key of a key file, and end", 0,
         0},
    };
    const struct option_usage usage = {.name = "keygen",
                                       .synopsis = "NAME",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .most_words = 1,
                                       .closing = closing};
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return status;
    if ((shown != NULL) == (argc > 1)) {
        command_complain("keygen", "%s", shown ? "a name or --show, not both" : "whose key? NAME");
        return COMMAND_USAGE;
    }
    acd_keys_stay_inside();
    return shown ? show(shown) : draw(argv[1], folder);
}
