/* libacdfeed for programs of others: publish a feed, subscribe to one, read and write its messages,
 * work with its figures.  Inside the project each file includes the one header it needs. */
#ifndef ACDFEED_H
#define ACDFEED_H

#include "acdfeed/control.h"
#include "acdfeed/entity.h"
#include "acdfeed/erlang.h"
#include "acdfeed/fault.h"
#include "acdfeed/forecast.h"
#include "acdfeed/json.h"
#include "acdfeed/keys.h"
#include "acdfeed/kpi.h"
#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "acdfeed/names.h"
#include "acdfeed/playback.h"
#include "acdfeed/publisher.h"
#include "acdfeed/shape.h"
#include "acdfeed/staffing.h"
#include "acdfeed/subscriber.h"
#include "acdfeed/tape.h"
#include "acdfeed/wire.h"
#include "acdfeed/zone.h"

#endif
