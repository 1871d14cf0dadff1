namespace AuditHarness.FirstContact;

/// <summary>The usual spellings, in several languages and cases, and names that only look like them.</summary>
public sealed class ProtectedKindsTests
{
    [TestCase("sex or gender", "sex", "Sex", "SEX", "SEX_CD", "patient_sex", "gender", "GENDER_CD", "PatientGender", "riagendr", "RIAGENDR", "sexo", "Sexe", "genero", "Género", "Geschlecht", "GESCHLECHT", "geslacht", "Płeć", "kön", "is_male", "female", "sex_at_birth", "männlich")]
    [TestCase("age", "age", "AGE", "age_years", "AgeYrs", "age at admission", "anchor_age", "RIDAGEYR", "patient_age", "age_group", "AGE_BAND", "Alter", "Alter in Jahren", "Altersgruppe", "edad", "Âge", "leeftijd", "dob", "date_of_birth", "birthDate", "Geburtsdatum", "year_of_birth", "YOB")]
    [TestCase("race or ethnicity", "race", "RACE", "race_eth", "RaceEthnicity", "ethnicity", "Ethnic_Group", "RIDRETH1", "ridreth3", "raza", "raça", "ethnie", "Etnia", "hispanic", "Herkunft", "nationality", "Migrationshintergrund")]
    [TestCase("language", "language", "primary_language", "PREFERRED_LANGUAGE", "lang", "Sprache", "Muttersprache", "idioma", "langue", "interpreter_needed")]
    [TestCase("insurance", "insurance", "insurance_type", "INSURANCE_STATUS", "payer", "payer_code", "PAYOR", "medicaid", "Medicare", "Versicherung", "Krankenkasse", "seguro", "uninsured")]
    [TestCase("site", "site", "site_id", "SITE", "hospital", "HospitalID", "hosp_id", "center", "centre", "ward", "ward_id", "clinic", "Klinik", "Krankenhaus", "Zentrum", "hôpital", "first_careunit")]
    [TestCase("residence", "residence", "region", "rural_urban", "Bundesland", "Wohnort")]
    public void Usual_spellings_are_known(string kind, params string[] names) =>
        Assert.That(names.Where(n => ProtectedKinds.Find(n)?.Name != kind), Is.Empty);

    [TestCase("average", "stage", "message", "dosage", "image", "bandage", "trace", "sextant", "gestational_age", "bone_age", "maternal_age", "age_at_death", "hospital_days", "hospital_expire_flag", "hospdead",
        "ward_charges", "num_hospital_visits", "insurance_cost", "los_hospital", "creatinine", "Agglutination", "site_risk_score", "center_admission_date", "glucose", "brace", "percentage", "manager")]
    public void What_only_looks_like_one_is_not_taken_for_one(params string[] names) =>
        Assert.That(names.Where(n => ProtectedKinds.Find(n) is not null), Is.Empty);
}
