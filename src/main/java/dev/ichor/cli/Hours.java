package dev.ichor.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time such as {@code 12h} or {@code 90d} as hours, 1 hour to 10 years. */
final class Hours implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})(h|d)");
    private static final int MOST = 87_600;

    @Override
    public Integer convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            int hours = Integer.parseInt(matcher.group(1)) * (matcher.group(2).equals("d") ? 24 : 1);
            if (hours >= 1 && hours <= MOST) {
                return hours;
            }
        }
        throw new TypeConversionException("expected a time from 1h to 3650d, such as 12h or 90d, found '" + text + "'");
    }
}
