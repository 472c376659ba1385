/* Making figures, for the files of this folder: three answers, never a number for what is not
 * known.  Pure. */
#ifndef FEED_FIGURES_FIGURE_H
#define FEED_FIGURES_FIGURE_H

#include "acdfeed/kpi.h"

static inline struct acd_figure figure_unknown(void)
{
    return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
}

static inline struct acd_figure figure_undefined(void)
{
    return (struct acd_figure){.is = ACD_FIGURE_UNDEFINED};
}

static inline struct acd_figure figure_value(double value, int64_t sample)
{
    return (struct acd_figure){.is = ACD_FIGURE_VALUE, .value = value, .sample = sample};
}

#endif
