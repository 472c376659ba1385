/* Colours as eyes see them: how a person without one kind of cone sees a colour, and how far two
 * colours lie apart.  Pure. */
#ifndef TESTS_SUPPORT_VISION_H
#define TESTS_SUPPORT_VISION_H

enum vision { VISION_FULL, VISION_PROTANOPIA, VISION_DEUTERANOPIA, VISION_TRITANOPIA, VISIONS };
extern const char *const vision_names[VISIONS];

struct lab {
    double l, a, b;
};

/* 0xrrggbb of sRGB as such an eye sees it.  The matrices are those of severity 1.0 of G. Machado,
 * M. Oliveira, L. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
 * IEEE Transactions on Visualization and Computer Graphics 15(6), 2009, applied to linear RGB. */
struct lab vision_lab(unsigned rgb, enum vision vision);
/* CIEDE2000, after G. Sharma, W. Wu, E. Dalal, Color Research and Application 30(1), 2005: 1 is just
 * seen side by side, 10 at a glance. */
double vision_distance(struct lab x, struct lab y);

#endif
