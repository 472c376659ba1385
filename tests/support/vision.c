/* Colour vision deficiency and colour difference, from their papers. */
#include "tests/support/vision.h"

#include <math.h>

const char *const vision_names[VISIONS] = {"full", "protanopia", "deuteranopia", "tritanopia"};

static const double seen[VISIONS][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
};

static double clamp(double c)
{
    return c < 0 ? 0 : c > 1 ? 1 : c;
}

static double linear(unsigned byte)
{
    double c = byte / 255.0;

    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double lightness(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

struct lab vision_lab(unsigned rgb, enum vision vision)
{
    double in[3] = {linear(rgb >> 16 & 0xff), linear(rgb >> 8 & 0xff), linear(rgb & 0xff)}, out[3];

    for (int i = 0; i < 3; i++)
        out[i] = clamp(seen[vision][i][0] * in[0] + seen[vision][i][1] * in[1] + seen[vision][i][2] * in[2]);
    /* sRGB to XYZ, white D65. */
    double x = (0.4124564 * out[0] + 0.3575761 * out[1] + 0.1804375 * out[2]) / 0.95047;
    double y = 0.2126729 * out[0] + 0.7151522 * out[1] + 0.0721750 * out[2];
    double z = (0.0193339 * out[0] + 0.1191920 * out[1] + 0.9503041 * out[2]) / 1.08883;

    return (struct lab){116 * lightness(y) - 16, 500 * (lightness(x) - lightness(y)),
                        200 * (lightness(y) - lightness(z))};
}

static double degrees(double radians)
{
    return radians * 180 / M_PI;
}

static double radians(double degrees_of)
{
    return degrees_of * M_PI / 180;
}

static double hue(double a, double b)
{
    double h = a == 0 && b == 0 ? 0 : degrees(atan2(b, a));

    return h < 0 ? h + 360 : h;
}

static double mean_hue(double c, double h1, double h2)
{
    if (c == 0)
        return h1 + h2;
    if (fabs(h1 - h2) <= 180)
        return (h1 + h2) / 2;
    return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

static double hue_step(double c, double h1, double h2)
{
    double step = h2 - h1;

    if (c == 0)
        return 0;
    return step > 180 ? step - 360 : step < -180 ? step + 360 : step;
}

double vision_distance(struct lab x, struct lab y)
{
    double mean_c = (hypot(x.a, x.b) + hypot(y.a, y.b)) / 2, c7 = pow(mean_c, 7);
    double g = 0.5 * (1 - sqrt(c7 / (c7 + pow(25, 7))));
    double a1 = (1 + g) * x.a, a2 = (1 + g) * y.a;
    double c1 = hypot(a1, x.b), c2 = hypot(a2, y.b), h1 = hue(a1, x.b), h2 = hue(a2, y.b);
    double dl = y.l - x.l, dc = c2 - c1;
    double dh = 2 * sqrt(c1 * c2) * sin(radians(hue_step(c1 * c2, h1, h2) / 2));
    double l = (x.l + y.l) / 2, c = (c1 + c2) / 2, h = mean_hue(c1 * c2, h1, h2);
    double t = 1 - 0.17 * cos(radians(h - 30)) + 0.24 * cos(radians(2 * h)) +
               0.32 * cos(radians(3 * h + 6)) - 0.20 * cos(radians(4 * h - 63));
    double turn = 30 * exp(-pow((h - 275) / 25, 2)), cc7 = pow(c, 7);
    double sl = 1 + 0.015 * pow(l - 50, 2) / sqrt(20 + pow(l - 50, 2)), sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
    double rt = -2 * sqrt(cc7 / (cc7 + pow(25, 7))) * sin(radians(2 * turn));

    return sqrt(pow(dl / sl, 2) + pow(dc / sc, 2) + pow(dh / sh, 2) + rt * (dc / sc) * (dh / sh));
}
