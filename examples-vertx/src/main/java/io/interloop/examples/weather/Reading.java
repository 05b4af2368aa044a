// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

/** What a thermometer shows. */
record Reading(String city, int celsius) {}
