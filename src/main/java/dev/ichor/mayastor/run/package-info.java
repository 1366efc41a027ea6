/** The steps of the install and what a failed one means. Pure; programs are run elsewhere. */
package dev.ichor.mayastor.run;
