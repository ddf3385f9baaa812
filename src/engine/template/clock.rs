//! `strftime` for templates that tell the model the date.

use time::{OffsetDateTime, UtcOffset};

/// Now in the local time zone, or in UTC where the system does not tell the zone.
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_local().unwrap_or_else(|_| OffsetDateTime::now_utc())
}

/// `moment` in the C locale by a `strftime` format; what it does not know is copied.
pub fn strftime(format: &str, moment: OffsetDateTime) -> String {
    let mut out = String::with_capacity(format.len() * 2);
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('-') => match chars.next() {
                Some(c) => out.push_str(unpadded(&field(c, moment))),
                None => out.push_str("%-"),
            },
            Some(c) => out.push_str(&field(c, moment)),
            None => out.push('%'),
        }
    }
    out
}

fn unpadded(field: &str) -> &str {
    let short = field.trim_start_matches(['0', ' ']);
    if short.is_empty() { "0" } else { short }
}

fn field(c: char, t: OffsetDateTime) -> String {
    let hour12 = match t.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let day = t.weekday().number_days_from_sunday();
    match c {
        'Y' => t.year().to_string(),
        'y' => format!("{:02}", t.year().rem_euclid(100)),
        'm' => format!("{:02}", u8::from(t.month())),
        'd' => format!("{:02}", t.day()),
        'e' => format!("{:2}", t.day()),
        'H' => format!("{:02}", t.hour()),
        'I' => format!("{hour12:02}"),
        'M' => format!("{:02}", t.minute()),
        'S' => format!("{:02}", t.second()),
        'f' => format!("{:06}", t.microsecond()),
        'j' => format!("{:03}", t.ordinal()),
        'p' => if t.hour() < 12 { "AM" } else { "PM" }.into(),
        'B' => t.month().to_string(),
        'b' | 'h' => t.month().to_string().chars().take(3).collect(),
        'A' => t.weekday().to_string(),
        'a' => t.weekday().to_string().chars().take(3).collect(),
        'w' => day.to_string(),
        'u' => t.weekday().number_from_monday().to_string(),
        'z' => offset(t.offset()),
        'Z' if t.offset().is_utc() => "UTC".into(),
        'Z' => offset(t.offset()),
        's' => t.unix_timestamp().to_string(),
        'F' => strftime("%Y-%m-%d", t),
        'D' | 'x' => strftime("%m/%d/%y", t),
        'T' | 'X' => strftime("%H:%M:%S", t),
        'R' => strftime("%H:%M", t),
        'c' => strftime("%a %b %e %H:%M:%S %Y", t),
        'n' => "\n".into(),
        't' => "\t".into(),
        '%' => "%".into(),
        other => format!("%{other}"),
    }
}

fn offset(offset: UtcOffset) -> String {
    let (hours, minutes, _) = offset.as_hms();
    let sign = if offset.is_negative() { '-' } else { '+' };
    format!("{sign}{:02}{:02}", hours.abs(), minutes.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_those_of_the_c_locale() {
        let moment = OffsetDateTime::from_unix_timestamp(1_709_528_707).unwrap();
        assert_eq!(strftime("%Y-%m-%d %H:%M:%S %z", moment), "2024-03-04 05:05:07 +0000");
        assert_eq!(
            strftime("%A, %d %B %y, %a %b %-d %e, day %j", moment),
            "Monday, 04 March 24, Mon Mar 4  4, day 064"
        );
        assert_eq!(
            strftime("%I %p %-I %F %T %D %u%w 100%% %Q %", moment),
            "05 AM 5 2024-03-04 05:05:07 03/04/24 11 100% %Q %"
        );
        let west = moment.to_offset(UtcOffset::from_hms(-3, -30, 0).unwrap());
        assert_eq!(strftime("%H:%M %z", west), "01:35 -0330");
    }
}
