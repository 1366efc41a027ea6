package dev.ichor.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time such as {@code 30m} or {@code 2h} as minutes, 1 minute to 24 hours. */
final class Minutes implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,4})(m|h)");
    private static final int MOST = 24 * 60;

    @Override
    public Integer convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            int minutes = Integer.parseInt(matcher.group(1)) * (matcher.group(2).equals("h") ? 60 : 1);
            if (minutes >= 1 && minutes <= MOST) {
                return minutes;
            }
        }
        throw new TypeConversionException("expected a time from 1m to 24h, such as 30m or 2h, found '" + text + "'");
    }
}
