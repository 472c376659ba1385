/* Re-forecasts by shares.  Only numbers: what a share is drawn from is the caller's matter. */
#include "acdfeed/forecast.h"

#include "feed/figures/figure.h"

#include <math.h>

static bool is_count(double x)
{
    return isfinite(x) && x >= 0;
}

static bool is_share(double x)
{
    return x >= 0 && x <= 1;
}

struct acd_figure acd_forecast_whole(double so_far, double share)
{
    if (!is_count(so_far) || !is_share(share))
        return figure_unknown();
    if (share == 0 || !isfinite(so_far / share))
        return figure_undefined();
    return figure_value(so_far / share, so_far >= 0x1p62 ? INT64_MAX : (int64_t)so_far);
}

static struct acd_figure times(struct acd_figure figure, double factor)
{
    if (figure.is != ACD_FIGURE_VALUE)
        return figure;
    if (!is_count(figure.value) || !is_count(figure.value * factor))
        return figure_unknown();
    return figure_value(figure.value * factor, 0);
}

struct acd_figure acd_forecast_part(struct acd_figure whole, double share)
{
    return is_share(share) ? times(whole, share) : figure_unknown();
}

struct acd_figure acd_forecast_day(struct acd_figure month, int days, double weight)
{
    if (days < 28 || days > 31 || !is_count(weight))
        return figure_unknown();
    return times(month, weight / days);
}

struct acd_figure acd_forecast_plan(const int64_t *planned, uint32_t n, uint32_t done, double so_far)
{
    double past = 0, all = 0;

    if (done > n)
        return figure_unknown();
    for (uint32_t i = 0; i < n; i++) {
        if (planned[i] < 0)
            return figure_unknown();
        all += (double)planned[i];
        if (i < done)
            past += (double)planned[i];
    }
    return acd_forecast_whole(so_far, all > 0 ? past / all : 0);
}
