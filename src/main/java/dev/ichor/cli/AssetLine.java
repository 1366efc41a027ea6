package dev.ichor.cli;

import dev.ichor.assets.AssetEntry;
import dev.ichor.assets.AssetService;
import dev.ichor.assets.Needs;
import dev.ichor.base.Problem;
import java.util.List;
import java.util.Locale;

/**
 * An asset as {@code --output json} prints it.
 *
 * @param state {@code ready}, {@code absent} or {@code damaged}
 * @param why   why it is not ready; empty if it is
 */
record AssetLine(String name, String version, String arch, long size, String state, String why, boolean required,
                 String trust, String sha256, String licence, String source) {
    /** What a command prints: the assets it listed or made, and what is wrong with them. */
    record Listing(List<AssetLine> assets, List<Problem> problems) {
        static Listing of(AssetService.Report report) {
            return new Listing(report.rows().stream().map(AssetLine::of).toList(), report.problems());
        }

        /** Entries that were just made or fetched, so are ready. */
        static Listing of(List<AssetEntry> entries) {
            return new Listing(entries.stream().map(AssetLine::of).toList(), List.of());
        }
    }

    private static AssetLine of(AssetService.Row row) {
        return new AssetLine(row.name().text(), row.version(), row.arch(), row.size(),
                row.state().name().toLowerCase(Locale.ROOT), row.why(), row.required(), row.trust(), row.sha256(),
                row.licence(), row.source());
    }

    private static AssetLine of(AssetEntry entry) {
        return new AssetLine(entry.name().text(), entry.version(), entry.arch().label(), entry.size(), "ready", "",
                Needs.required(List.of()).contains(entry.name()), entry.trust().label(), entry.sha256().hex(),
                entry.licence(), entry.source());
    }
}
