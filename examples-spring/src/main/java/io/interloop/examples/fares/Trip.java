// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

/** What somebody asks for. */
record Trip(String from, String to) {}
